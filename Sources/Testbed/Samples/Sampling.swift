// SPDX-License-Identifier: Apache-2.0
/// How often a run is looked at, and how closely.
public struct Sampling: Equatable, Sendable {
    /// Between two looks at the sockets and the queue; not below 10 ms.
    public var interval = Duration.milliseconds(10)
    /// Every acknowledgement too, by the kernel's tracepoint.
    public var everyAck = false

    public init() {}
}

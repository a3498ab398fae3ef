// SPDX-License-Identifier: Apache-2.0
/// How often a run is looked at, and how closely.
public struct Sampling: Equatable, Sendable {
    /// Between two looks at the sockets and the queue; not below 10 ms.
    public var interval = Duration.milliseconds(10)
    /// Every acknowledgement too, by the kernel's tracepoint.
    public var everyAck = false
    /// Every segment that a sender sends and receives, too: to compare two runs.
    public var everySegment = false
    /// Every transaction of request and response, by the kernel's tracepoints; where the
    /// kernel lacks them (before 6.3), netperf's own figures are all there is.
    public var everyTransaction = true

    public init() {}
}

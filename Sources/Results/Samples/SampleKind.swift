// SPDX-License-Identifier: Apache-2.0
/// What a sample is of, by its name in the file.
public enum SampleKind: String, CaseIterable, Sendable {
    /// A flow's socket.
    case flow
    /// The bottleneck's queue.
    case queue
    /// A socket, as an acknowledgement came.
    case ack
    /// The programs of an extension.
    case code
    /// How many transactions took about so long.
    case latency
}

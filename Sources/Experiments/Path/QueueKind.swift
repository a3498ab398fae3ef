// SPDX-License-Identifier: Apache-2.0
/// How the queue at the bottleneck is managed.
public enum QueueKind: String, CaseIterable, Sendable {
    case fifo
    case fq
    case fqCodel = "fq_codel"
    case red
    /// Ours, in BPF: they hold the rate as well. They take a kernel with BPF disciplines.
    case bpfFifo = "bpf_fifo"
    case bpfCodel = "bpf_codel"

    /// The shipped extension that it is; nil for the kernel's own.
    public var `extension`: String? {
        switch self {
        case .bpfFifo: "qdisc/fifo"
        case .bpfCodel: "qdisc/codel"
        case .fifo, .fq, .fqCodel, .red: nil
        }
    }
}

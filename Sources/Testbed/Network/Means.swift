// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// By what a path is made on this kernel: probed, and named in every result.
public struct Means: Equatable, Sendable {
    public var delay: DelayLine?
    /// What holds the rate; nil where there is none to hold.
    public var rate: String?
    /// What manages the queue: `bfifo`, `red`.
    public var queue: String?
    public var marks: Marker?

    public enum DelayLine: String, Sendable {
        case netem
        /// Ours: packets wait in a process, by NFQUEUE.
        case relay
    }

    public enum Marker: String, Sendable {
        case red
        case fqCodel = "fq_codel"
        /// Ours: a program at the device, with a virtual queue.
        case program = "ecn-mark"
    }

    /// What the kernel has of the disciplines that make a difference.
    public struct Offer: Equatable, Sendable {
        public var hasNetem: Bool
        public var hasRED: Bool
        public var hasFQ: Bool
        public var hasFQCodel: Bool
        /// Whether an extension can be a discipline.
        public var takesExtensions: Bool

        public init(
            hasNetem: Bool, hasRED: Bool, hasFQ: Bool, hasFQCodel: Bool,
            takesExtensions: Bool = false
        ) {
            self.hasNetem = hasNetem
            self.hasRED = hasRED
            self.hasFQ = hasFQ
            self.hasFQCodel = hasFQCodel
            self.takesExtensions = takesExtensions
        }
    }

    /// Chooses; refuses what this kernel cannot make.
    public init(for path: Path, _ offer: Offer) throws(KernelError) {
        if path.needsDelayLine { delay = offer.hasNetem ? .netem : .relay }
        guard path.rate != nil else { return }
        rate = "tbf"
        switch path.aqm {
        case .fifo: queue = "bfifo"
        case .red:
            guard offer.hasRED else { throw Means.lacks("red") }
            queue = "red"
        case .fq:
            guard offer.hasFQ else { throw Means.lacks("fq") }
            queue = "fq"
        case .fqCodel:
            guard offer.hasFQCodel else { throw Means.lacks("fq_codel") }
            queue = "fq_codel"
        case .bpfFifo, .bpfCodel:
            guard offer.takesExtensions else { throw Means.lacksExtensions(path.aqm) }
            // A shaper cannot stand above one: it holds the rate itself.
            (rate, queue) = (path.aqm.rawValue, path.aqm.rawValue)
        }
        guard path.ecn != nil else { return }
        switch path.aqm {
        case .fqCodel: marks = .fqCodel
        case .red: marks = .red
        case .fifo where offer.hasRED:
            (marks, queue) = (.red, "red")
        case .fifo, .fq, .bpfFifo, .bpfCodel: marks = .program
        }
    }

    private static func lacks(_ kind: String) -> KernelError {
        KernelError(
            "make a queue with \(kind)", .lacks("this kernel has no queueing discipline \(kind)"))
    }

    private static func lacksExtensions(_ kind: QueueKind) -> KernelError {
        KernelError(
            "make a queue with \(kind.rawValue)",
            .lacks(
                "this kernel takes no queueing disciplines in BPF, which came with Linux 6.16; "
                    + "`graft lab run` runs a command under one that does"))
    }

    /// `rate by tbf, delay by relay`; `a plain veth` where nothing is needed.
    public var words: String {
        let parts = [
            rate.map { "rate by \($0)" }, queue.map { "queue by \($0)" },
            delay.map { "delay by \($0.rawValue)" }, marks.map { "marks by \($0.rawValue)" },
        ].compactMap { $0 }
        return parts.isEmpty ? "a plain veth" : parts.joined(separator: ", ")
    }
}

extension Means.Offer {
    /// Tries each one on the loopback device of a namespace of ours.
    static func probe(_ namespace: borrowing NetworkNamespace) throws(KernelError) -> Means.Offer {
        var devices = try NetworkDevices(in: namespace)
        return Means.Offer(
            hasNetem: try devices.offersQueue("netem", triedOn: "lo"),
            hasRED: try devices.offersQueue("red", triedOn: "lo"),
            hasFQ: try devices.offersQueue("fq", triedOn: "lo"),
            hasFQCodel: try devices.offersQueue("fq_codel", triedOn: "lo"),
            takesExtensions: try RunningKernel().structOps("Qdisc_ops") != nil)
    }
}

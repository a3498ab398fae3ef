// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// What holds packets back on a path where the kernel cannot.
final class DelayLine: Sendable {
    static func start(_ path: Path, _ stations: [Station]) throws(Refusal) -> DelayLine {
        throw Refusal(
            "delay packets", .lacks("this kernel has no netem, and this graft has no relay"))
    }

    func stop() {}

    func leave() throws(Refusal) {}
}

/// What marks packets at a bottleneck where the kernel's queues cannot.
final class EcnMarker: Sendable {
    static func attach(_ bottleneck: Bottleneck, _ station: Station) throws(Refusal) -> EcnMarker {
        throw Refusal(
            "mark packets", .lacks("this kernel has no red, and this graft has no marker"))
    }

    func marks() throws(KernelError) -> UInt32 { 0 }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel

/// What marks packets at a bottleneck where the kernel's queues cannot.
final class EcnMarker: Sendable {
    static func attach(_ bottleneck: Bottleneck, _ station: Station) throws(Refusal) -> EcnMarker {
        throw Refusal(
            "mark packets", .lacks("this kernel has no red, and this graft has no marker"))
    }

    func marks() throws(KernelError) -> UInt32 { 0 }
}

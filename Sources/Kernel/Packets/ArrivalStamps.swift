// SPDX-License-Identifier: Apache-2.0
import CKernel

/// As long as one lives, the kernel stamps every packet with the time it came in.
///
/// So whoever reads about a packet late still knows when it came. It holds for all of the
/// machine, and costs a look at the clock for each packet.
public struct ArrivalStamps: ~Copyable, Sendable {
    private let descriptor: Descriptor

    public init() throws(KernelError) {
        let raw = graft_stamp_arrivals()
        guard raw >= 0 else { throw KernelError.last("have packets stamped with their arrival") }
        descriptor = Descriptor(owning: raw)
    }
}

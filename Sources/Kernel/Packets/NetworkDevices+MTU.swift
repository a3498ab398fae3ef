// SPDX-License-Identifier: Apache-2.0
import CKernel

extension NetworkDevices {
    /// The longest packet of a device, in bytes.
    public static func mtu(
        of device: String, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) -> Int {
        try namespace.run { () throws(KernelError) in
            let mtu = graft_device_mtu(device)
            guard mtu >= 0 else { throw KernelError.last("find the device \(device)") }
            return Int(mtu)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Congestion controls of the kernel, by name.
public enum CongestionControl {
    /// Whether a socket of the calling thread's namespace gets this one when it asks.
    ///
    /// Asked of a socket, because what lies in a module is listed only once it is loaded,
    /// and asking loads it.
    public static func isOffered(_ name: String) throws(KernelError) -> Bool {
        let raw = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw .last("make a socket") }
        let probe = Descriptor(owning: raw)
        let bytes = Array(name.utf8)
        let congestion: Int32 = 13
        let status = setsockopt(
            probe.raw, Int32(IPPROTO_TCP), congestion, bytes, socklen_t(bytes.count))
        if status == 0 { return true }
        let refusal = KernelError.last("ask for the congestion control \(name)")
        guard refusal.isErrno(ENOENT) else { throw refusal }
        return false
    }
}

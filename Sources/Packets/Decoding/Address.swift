// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Addresses as text. The C library reads and writes them; no system call is made.
enum Address {
    /// 4 or 16 bytes in the network's order as people write them.
    static func words(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count))
        let letters = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: letters, as: UTF8.self)
    }

    /// The bytes of one of `size` bytes; nil where the text is none.
    static func bytes(_ text: String, size: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: size)
        return inet_pton(size == 4 ? AF_INET : AF_INET6, text, &bytes) == 1 ? bytes : nil
    }
}

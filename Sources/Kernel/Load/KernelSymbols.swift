// SPDX-License-Identifier: Apache-2.0

/// The addresses of kernel symbols, from `/proc/kallsyms`.
enum KernelSymbols {
    /// Reads ten megabytes: only for the rare object that wants an address.
    static func address(of name: String) throws(KernelError) -> UInt64? {
        let bytes = try Bytes(file: "/proc/kallsyms")
        let wanted = Array(name.utf8)
        for line in bytes.raw.split(separator: 10) {
            let fields = line.split(separator: 32)
            guard fields.count >= 3 else { continue }
            let symbol = fields[2].prefix { $0 != 9 }
            if symbol.elementsEqual(wanted) {
                return UInt64(String(decoding: fields[0], as: UTF8.self), radix: 16)
            }
        }
        return nil
    }
}

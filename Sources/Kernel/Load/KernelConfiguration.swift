// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// With which options the running kernel was built: what `__kconfig` externs ask for.
struct KernelConfiguration {
    private let options: [String: String]

    /// Reads `/proc/config.gz`, else the file that came with the kernel's package.
    init() throws(KernelError) {
        let attempt = "read the kernel's configuration"
        let release = try Host.current().kernel
        for path in ["/proc/config.gz", "/boot/config-\(release)"] {
            var size = 0
            guard let text = graft_read_gzip(path, &size) else { continue }
            defer { free(text) }
            options = KernelConfiguration.parse(UnsafeRawBufferPointer(start: text, count: size))
            return
        }
        throw KernelError(
            attempt, .lacks("there is neither /proc/config.gz nor /boot/config-\(release)"))
    }

    private static func parse(_ text: UnsafeRawBufferPointer) -> [String: String] {
        var options: [String: String] = [:]
        for line in text.split(separator: 10) where line.first == 67 {  // C
            guard let sign = line.firstIndex(of: 61) else { continue }
            options[String(decoding: line[..<sign], as: UTF8.self)] = String(
                decoding: line[(sign + 1)...], as: UTF8.self)
        }
        return options
    }

    /// The bytes of an option for a variable of so many bytes; nil where it is not set.
    func value(of name: String, size: Int, isText: Bool) -> [UInt8]? {
        guard let text = options[name] else { return nil }
        if text.hasPrefix("\"") {
            let words = Array(text.utf8.dropFirst().dropLast()).prefix(max(size - 1, 0))
            return words + [UInt8](repeating: 0, count: size - words.count)
        }
        let number: UInt64? =
            switch text {
            // Of a tristate the letter is asked for, of a bool the truth.
            case "y": isText ? UInt64(UInt8(ascii: "y")) : 1
            case "m": isText ? UInt64(UInt8(ascii: "m")) : 1
            default:
                text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
            }
        guard let number else { return nil }
        return (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }
}

/// The values that an object asks of the kernel's configuration, as one map holds them.
struct ConfigurationSection {
    private(set) var content: [UInt8] = []
    /// Where each lies.
    private(set) var offsets: [String: Int] = [:]

    init(of object: Object) throws(KernelError) {
        var configuration: KernelConfiguration?
        for extern in object.externs where extern.kind == .configuration {
            let size = object.types.size(extern.type) ?? 0
            guard (1...4096).contains(size) else { continue }
            while content.count % min(size, 8) != 0 { content.append(0) }
            offsets[extern.name] = content.count
            if configuration == nil { configuration = try KernelConfiguration() }
            let record = object.types.record(object.types.resolve(extern.type))
            let isText =
                !record.isBool && (record.isChar || CoreCompatibility.isEnumeration(record))
            let value = configuration?.value(of: extern.name, size: size, isText: isText)
            guard value != nil || extern.isWeak else {
                throw KernelError(
                    "load \(object.name)", .lacks("this kernel was built without \(extern.name)"))
            }
            content += value ?? [UInt8](repeating: 0, count: size)
        }
    }
}

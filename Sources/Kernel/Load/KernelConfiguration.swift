// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// With which options the running kernel was built: what `__kconfig` externs ask for.
struct KernelConfiguration {
    private let options: [String: String]

    /// Reads `/proc/config.gz`, else the file that came with the kernel's package.
    init(_ wanted: [String]) throws(KernelError) {
        let attempt = "read the kernel's configuration"
        let release = try Host.current().kernel
        for path in ["/proc/config.gz", "/boot/config-\(release)"] {
            var size = 0
            guard let text = graft_read_gzip(path, &size) else { continue }
            defer { free(text) }
            options = KernelConfiguration.parse(
                UnsafeRawBufferPointer(start: text, count: size), wanted)
            return
        }
        throw KernelError(
            attempt, .lacks("there is neither /proc/config.gz nor /boot/config-\(release)"))
    }

    /// Keeps the lines that are asked for: a configuration has ten thousand.
    private static func parse(_ text: UnsafeRawBufferPointer, _ wanted: [String]) -> [String:
        String]
    {
        var options: [String: String] = [:]
        guard let base = text.baseAddress else { return options }
        let starts = wanted.map { (name: $0, start: Array("\($0)=".utf8)) }
        var at = 0
        while at < text.count {
            let rest = text.count - at
            let end = memchr(base + at, 10, rest).map { UnsafeRawPointer($0) - base } ?? text.count
            for (name, start) in starts
            where start.count <= end - at && memcmp(base + at, start, start.count) == 0 {
                options[name] = String(decoding: text[(at + start.count)..<end], as: UTF8.self)
            }
            at = end + 1
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
            if configuration == nil {
                configuration = try KernelConfiguration(object.externs.map(\.name))
            }
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

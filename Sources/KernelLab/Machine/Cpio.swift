// SPDX-License-Identifier: Apache-2.0

/// An archive of files as the kernel unpacks it at boot (cpio, "newc").
struct Cpio {
    private(set) var bytes: [UInt8] = []
    private var inode = 0

    mutating func folder(_ path: String) { add(path, mode: 0o040755, []) }

    mutating func file(_ path: String, mode: Int = 0o644, _ content: [UInt8]) {
        add(path, mode: 0o100000 | mode, content)
    }

    mutating func link(_ path: String, to target: String) {
        add(path, mode: 0o120777, Array(target.utf8))
    }

    /// A character device.
    mutating func device(_ path: String, major: Int, minor: Int) {
        add(path, mode: 0o020600, [], major: major, minor: minor)
    }

    /// The whole of it; nothing can be added any more.
    consuming func finished() -> [UInt8] {
        add("TRAILER!!!", mode: 0, [])
        return bytes
    }

    private mutating func add(
        _ path: String, mode: Int, _ content: [UInt8], major: Int = 0, minor: Int = 0
    ) {
        inode += 1
        let name = Array(path.utf8) + [0]
        let fields = [
            inode, mode, 0, 0, 1, 0, content.count, 0, 0, major, minor, name.count, 0,
        ]
        bytes += Array("070701".utf8)
        for field in fields {
            let digits = String(field, radix: 16)
            bytes += [UInt8](repeating: UInt8(ascii: "0"), count: 8 - digits.utf8.count)
            bytes += Array(digits.utf8)
        }
        bytes += name
        align()
        bytes += content
        align()
    }

    private mutating func align() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}

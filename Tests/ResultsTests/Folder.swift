// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder of its own, gone with this value.
final class Folder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/graft-results-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "a folder in /tmp")
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    func file(_ name: String = "results.sqlite") -> String { "\(path)/\(name)" }

    deinit {
        chmod(path, 0o755)
        guard let listing = opendir(path) else { return }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink("\(path)/\(name)")
        }
        closedir(listing)
        rmdir(path)
    }
}

func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
        bytes += buffer[..<count]
    }
    return bytes
}

func write(_ bytes: some Collection<UInt8>, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(Array(bytes), 1, bytes.count, file)
    fclose(file)
}

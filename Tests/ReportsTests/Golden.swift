// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// A file in `Tests/Fixtures/reports` that says what a report must look like, byte for byte.
///
/// To renew them after a change that was meant: run the tests with `GRAFT_RENEW_FIXTURES=1`, and
/// read the difference before it is committed.
enum Golden {
    static func expect(
        _ bytes: [UInt8], _ name: String, at place: SourceLocation = #_sourceLocation
    ) {
        let path = folder + "/" + name
        if getenv("GRAFT_RENEW_FIXTURES") != nil { Files.write(bytes, to: path) }
        let known = Files.read(path) ?? []
        #expect(
            known == bytes,
            "\(name) differs at byte \(zip(known, bytes).prefix { $0 == $1 }.count)",
            sourceLocation: place)
    }

    /// Beside the tests, also where the package reaches them by a link.
    private static var folder: String {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        guard let real = realpath("/" + here, nil) else { return "/" + here }
        defer { free(real) }
        return String(cString: real) + "/../Fixtures/reports"
    }
}

/// Files, as tests need them.
enum Files {
    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else {
            Issue.record("cannot write \(path)")
            return
        }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// Chromium without a window, and without a network: every name is unknown, and what is asked for
/// all the same goes to a port where nobody listens.
struct Browser {
    static let path: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { access($0, X_OK) == 0 }

    /// The axe rules, where somebody has put them: `GRAFT_AXE` names the file (axe.min.js comes
    /// with the package axe-playwright-python of PyPI, for instance).
    static let axe: String? = getenv("GRAFT_AXE").map { String(cString: $0) }

    /// A folder of its own, gone when the closure ends; kept where `GRAFT_SCREENSHOTS` names one.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        if let kept = getenv("GRAFT_SCREENSHOTS") { return try body(String(cString: kept)) }
        var template = Array("/tmp/graft-reports-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { _ = shell("rm -rf '\(folder)'") }
        return try body(folder)
    }

    /// What came on the standard output, and on the other.
    static func run(_ arguments: String, in folder: String) throws -> (out: String, log: String) {
        let path = try #require(path)
        let flags = """
            --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync \
            --host-resolver-rules='MAP * ~NOTFOUND' --proxy-server=127.0.0.1:9 \
            --user-data-dir='\(folder)/profile' --enable-logging=stderr --v=0
            """
        let out = shell("timeout 120 \(path) \(flags) \(arguments) 2>'\(folder)/log'")
        let log = String(decoding: Files.read("\(folder)/log") ?? [], as: UTF8.self)
        return (out, log)
    }

    private static func shell(_ command: String) -> String {
        guard let pipe = popen(command, "r") else { return "" }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}

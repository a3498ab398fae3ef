// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// A program of this machine that a test runs: a shell, or a checker of man pages.
struct Tool {
    let name: String

    /// Why a test that needs it is skipped.
    var absence: Comment { Comment(rawValue: "\(name) is not installed") }

    var isInstalled: Bool {
        (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin").split(separator: ":").contains {
            access("\($0)/\(name)", X_OK) == 0
        }
    }

    /// What it prints, errors included, when it is run in `folder` with these arguments.
    func output(_ arguments: String, in folder: Folder) -> String {
        let command = "cd '\(folder.path)' && PATH=.:$PATH \(name) \(arguments) 2>&1"
        guard let pipe = popen(command, "r") else { return "popen failed" }
        defer { pclose(pipe) }
        var text: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { text.append(UInt8(byte)) }
        return String(decoding: text, as: UTF8.self)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel
import KernelLab

extension Terminal {
    /// What a command in a lab says, as it says it. A reader who has gone ends it.
    static func pass(_ bytes: [UInt8], isError: Bool) throws(KernelError) {
        let stream = isError ? try Descriptor.standardErrors() : try Descriptor.standardOutput()
        try stream.write(bytes)
    }

    /// The lines of a guest's console that matter.
    static func show(_ console: Console?) {
        for line in console?.decisiveLines(8) ?? [] { note("console: \(line)") }
    }

    /// Writes all of a guest's console beside the user's files and says where.
    static func keep(_ console: Console?) -> String? {
        guard let console, !console.bytes.isEmpty else { return nil }
        for folder in [".", "/tmp"] {
            let path = folder == "." ? "lab.console.log" : "/tmp/lab.console.log"
            do throws(KernelError) {
                try File(path).replace(with: console.bytes)
                return "all that its console showed is in \(path)"
            } catch { continue }
        }
        return nil
    }
}

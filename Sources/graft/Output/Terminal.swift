// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Glibc
import JSON
import Kernel
import KernelLab
import Results
import Spelling

/// Where words go: values to standard output, refusals to standard error.
enum Terminal {
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// The value as JSON where that was asked for, else as text.
    static func show(_ value: some Shown, _ invocation: Invocation) {
        let text = invocation[.json] ? value.json.text(.pretty) : value.text
        if !text.isEmpty { print(text) }
    }

    /// A line that accompanies the result: to people, not into a pipe of values.
    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Writes over the line before, on a terminal; into a pipe nothing.
    static func rewrite(_ line: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        write("\r\u{1B}[K" + String(line.prefix(columns - 1)), to: STDERR_FILENO)
    }

    /// Empties a terminal for the next look; in a pipe the looks follow each other.
    static func clear() {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        write("\u{1B}[H\u{1B}[2J", to: STDOUT_FILENO)
    }

    /// Tells an error in the house's shape and says how the process ends.
    static func report(_ error: any Error) -> ExitStatus {
        let (hint, status) = wayOut(of: error)
        note("error: \(error)")
        if let hint { note("hint: \(hint)") }
        return status
    }

    private static func wayOut(of error: any Error) -> (hint: String?, status: ExitStatus) {
        switch error {
        case let misuse as Misuse: return (misuse.hint, .misused)
        case let refusal as Refusal:
            switch refusal.reason {
            case .lacks: return (refusal.hint, .kernelCannot)
            case .misfit: return (refusal.hint, .misused)
            case .kernel(.verifier(let verifier)):
                return (keepLog(verifier) ?? refusal.hint, .refused)
            default: return (refusal.hint, .refused)
            }
        case let refusal as LabRefusal:
            show(refusal.console)
            return (keep(refusal.console) ?? refusal.hint, .refused)
        case let error as ResultsError: return (error.hint, .refused)
        case let misreading as Misreading: return (misreading.hint, .misused)
        case let error as KernelError:
            return wayOut(of: Refusal(error))
        default: return (nil, .refused)
        }
    }

    /// Writes the verifier's whole log beside the user's files and says where.
    private static func keepLog(_ refusal: VerifierRefusal) -> String? {
        for folder in [".", "/tmp"] {
            let path = "\(folder)/\(refusal.program).verifier.log"
            let shown = folder == "." ? "\(refusal.program).verifier.log" : path
            do throws(KernelError) {
                try File(path).replace(with: refusal.log)
                return "\(refusal.lineCount) lines of the verifier's log are in \(shown)"
            } catch { continue }
        }
        return nil
    }

    /// How wide the terminal is; 80 where there is none.
    static var columns: Int {
        if let said = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), said > 20 {
            return said
        }
        return 80
    }

    private static func write(_ text: String, to stream: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(stream, $0.baseAddress, $0.count) }
            // A stream that takes no more is the reader's choice, not our failure.
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

/// A value that can be printed both ways.
protocol Shown {
    var text: String { get }
    var json: JSON { get }
}

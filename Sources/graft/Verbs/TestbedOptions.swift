// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions

/// What the testbed's verbs have in common.
enum TestbedOptions {
    static let name = Option(
        "name", .text("NAME"), default: "testbed", "what the network is called")
    static let path = Operand(
        repeating: .text("PATH", .files(endings: [".yaml", ".yml"])),
        "words such as rate=100mbit, a YAML file, or `direct`")

    /// The path that the words describe; all that is wrong with it is told at once.
    static func path(_ words: [String]) throws -> Path {
        if words.count == 1, let file = words.first, !file.contains("="), file != "direct" {
            return try PathFile.read(file)
        }
        let said = words.filter { $0 != "direct" }
        var fields = Fields(words: said, known: Path.fieldNames)
        let path = Path(reading: &fields)
        try check(fields.complaints, of: "read the path")
        return path
    }

    static func check(_ complaints: [Complaint], of attempt: String) throws {
        guard let first = complaints.first else { return }
        let words = complaints.map { "\($0)" }.joined(separator: "\n  ")
        throw Refusal(
            attempt, .misfit(complaints.count == 1 ? words : "\n  " + words), hint: first.hint)
    }
}

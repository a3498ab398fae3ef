// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import YAML

/// A path that is described in a file, one field a line.
enum PathFile {
    static func read(_ file: String) throws -> Path {
        let text = try File(file).text()
        let node: Node
        do throws(SyntaxError) {
            node = try Node(parsing: text)
        } catch {
            throw Refusal("read \(file)", .misfit("\(file):\(error)"))
        }
        var fields = Fields(node, known: Path.fieldNames)
        let path = Path(reading: &fields)
        guard let first = fields.complaints.first else { return path }
        let lines = fields.complaints.map { "\(file):\($0)" }
        throw Refusal(
            "read \(file)",
            .misfit(lines.count == 1 ? lines[0] : "\n  " + lines.joined(separator: "\n  ")),
            hint: first.hint)
    }
}

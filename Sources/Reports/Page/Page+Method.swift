// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Page {
    var method: String {
        var text = "<section id=\"method\" aria-labelledby=\"method-title\">\n"
        text += "<h2 id=\"method-title\">Method and environment</h2>\n"
        text += "<details><summary>How it was done</summary>\n"
        text += methodWords
        text += "</details>\n<details><summary>Arms, paths and loads</summary>\n"
        text += arms + named("Path", input.paths) + named("Load", input.loads)
        text += "</details>\n"
        if !input.environment.facts.isEmpty {
            text += "<details><summary>Environment: "
            text += "\(counted(input.environment.facts.count, "fact"))</summary>\n\(environment)"
            text += "</details>\n"
        }
        return text + "</section>\n"
    }

    private var methodWords: String {
        var text = HTML.element("p", "class=\"note\"", MethodWords(input).text)
        if !input.command.isEmpty {
            text += "<p>This does it all again:</p>\n"
            text += Page.lines(input.command, label: "The command")
        }
        if !input.plan.isEmpty {
            text += "<p>The plan as it was run:</p>\n"
            text += Page.lines(input.plan, label: "The plan")
        }
        return text
    }

    /// In a box that scrolls, also by the keyboard.
    private static func lines(_ text: String, label: String) -> String {
        "<pre tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\(Markup.escaped(text))</pre>\n"
    }

    private var arms: String {
        var table = Table("arm", "what it is", "in place as", "#calls counted", "#runs", "SHA-256")
        table.rows = input.arms.map { arm in
            let proof = input.proofs.first { $0.arm == arm.name }
            let role = arm.name == input.control ? "\(arm.name) (control)" : arm.name
            return [
                role, arm.words, proof?.algorithm ?? "–", proof?.calls.map { "\($0)" } ?? "–",
                proof.map { "\($0.runs)" } ?? "–", proof?.digest ?? "–",
            ]
        }
        return HTML.table(table, label: "Arms, and what shows that they were in place")
    }

    private func named(_ kind: String, _ things: [ReportInput.Named]) -> String {
        guard !things.isEmpty else { return "" }
        let table = Table([kind, "What it is"], rows: things.map { [$0.name, $0.words] })
        return HTML.table(table, label: "\(kind)s")
    }

    private var environment: String {
        let facts = input.environment.facts.map { [$0.name, $0.value] }
        return HTML.table(
            Table(["Fact", "Value"], rows: facts), label: "Environment", names: "small")
    }
}

extension Arm {
    /// `extension cubic, beta = 840, with ECN`.
    var words: String {
        var words: [String]
        var settings = sysctls
        let isScheduler = hook == .scheduler
        switch algorithm {
        case .kernel(let name):
            words = [isScheduler ? "the kernel's own scheduler" : "the kernel's \(name)"]
        case .extension(let file, let knobs, _):
            words = [isScheduler ? "scheduler \(file)" : "extension \(file)"]
            settings = knobs + settings
        }
        words += settings.map { "\($0.name) = \($0.value)" }
        if usesECN { words.append("with ECN") }
        return words.joined(separator: ", ")
    }
}

// SPDX-License-Identifier: Apache-2.0
import YAML

extension PlanReader {
    static let armFields = [
        "algorithm", "extension", "scheduler", "digest", "set", "ecn", "sysctls", "connections",
    ]

    mutating func arms() -> [Arm] {
        var arms: [Arm] = []
        for (name, _, node) in entries("arms") { arms.append(arm(name, node)) }
        return arms
    }

    private mutating func arm(_ name: String, _ node: Node) -> Arm {
        let prefix = "arms.\(name)"
        var fields = Fields(
            node, known: PlanReader.armFields, nested: ["set", "sysctls"], under: prefix)
        let knobs = settings(node["set"], under: "\(prefix).set")
        let ecn = fields.take("ecn", Fields.switch)
        let algorithm = algorithm(knobs, node, &fields)
        var arm = Arm(name, algorithm, usesECN: ecn)
        if fields.has("scheduler") {
            arm.hook = .scheduler
            arm.usesECN = false
            for field in ["ecn", "connections"] where fields.has(field) {
                fields.complain(of: field, "a scheduler has none; a congestion control has")
            }
        }
        if let count = fields.take("connections", Fields.count) {
            arm.connections = count
            if !(1...100).contains(count) {
                fields.complain(of: "connections", "\(count) is not from 1 to 100")
            }
        }
        complaints += fields.complaints
        arm.sysctls = settings(node["sysctls"], under: "\(prefix).sysctls")
        checkSysctls(node["sysctls"], under: "\(prefix).sysctls")
        return arm
    }

    private func algorithm(
        _ knobs: [Arm.Setting], _ node: Node, _ fields: inout Fields
    ) -> Arm.Algorithm {
        let name = fields.take("algorithm", Fields.text)
        let word = fields.take("extension", Fields.text)
        let digest = fields.take("digest", PlanReader.digest)
        let scheduler = fields.take("scheduler", Fields.text)
        if fields.has("algorithm"), fields.has("extension") {
            fields.complain(
                of: "extension", "an arm is one of the kernel's (algorithm) or an extension")
        } else if fields.has("scheduler"), fields.has("algorithm") || fields.has("extension") {
            fields.complain(of: "scheduler", "an arm is a scheduler or a congestion control")
        } else if node.mapping != nil,
            !["algorithm", "extension", "scheduler"].contains(where: fields.has)
        {
            fields.complain(
                of: "", "what is it? \"algorithm: cubic\" or \"extension: cubic\", for instance")
        }
        if let word {
            return .extension(
                PlanReader.path(word, node["extension"]), knobs: knobs, digest: digest)
        }
        if let scheduler, scheduler != Arm.kernelsScheduler {
            return .extension(
                PlanReader.path(scheduler, node["scheduler"]), knobs: knobs, digest: digest)
        }
        if !knobs.isEmpty || fields.has("digest") {
            fields.complain(
                of: fields.has("digest") ? "digest" : "set",
                "the kernel's own algorithms have none; an extension has")
        }
        return .kernel(name ?? scheduler ?? "")
    }

    /// What names a file names it from where the word stands.
    private static func path(_ word: String, _ node: Node?) -> String {
        let isPath = word.contains("/") || word.hasSuffix(".o") || word.hasSuffix(".c")
        return isPath ? PlanDocument.path(word, besides: node?.place.file) : word
    }

    private static func digest(_ text: String) throws(Malformed) -> String {
        guard text.count == 64, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            throw Malformed(text, "is no SHA-256: 64 digits, 0-9 and a-f")
        }
        return text
    }

    /// Names and values as they were typed, whatever the names.
    private mutating func settings(_ node: Node?, under prefix: String) -> [Arm.Setting] {
        guard let node else { return [] }
        guard let members = node.mapping else {
            complain(prefix, "\(node.kind) stands where a mapping is awaited", at: node.place)
            return []
        }
        var settings: [Arm.Setting] = []
        for member in members {
            if let text = member.value.scalar, !text.isEmpty {
                settings.append(.init(member.key, text))
            } else {
                complain(
                    "\(prefix).\(member.key)", "\(member.value.kind) is no value",
                    at: member.value.place)
            }
        }
        return settings
    }

    private mutating func checkSysctls(_ node: Node?, under prefix: String) {
        for member in node?.mapping ?? [] {
            if member.key == "net.ipv4.tcp_ecn" {
                complain(
                    "\(prefix).\(member.key)", "the arm's own \"ecn: on\" sets it",
                    at: member.keyPlace)
            } else if !member.key.hasPrefix("net.") {
                complain(
                    "\(prefix).\(member.key)",
                    "only those of \"net.\" belong to a namespace, and others are left alone",
                    at: member.keyPlace)
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import YAML

extension Plan {
    /// The plan as one file that extends nothing: the same bytes for equal plans, and for
    /// those alone.
    ///
    /// Reading it gives an equal plan. Its digest tells one plan from another.
    public var canonicalText: String { node.text }

    private var node: Node {
        var members: [(String, Node)] = [("title", .text(title))]
        if !about.isEmpty { members.append(("about", .text(about))) }
        members += [
            ("design", design.node),
            ("arms", .mapping(arms.map { ($0.name, $0.node) })),
            ("control", .text(control)),
            ("paths", .mapping(paths.map { ($0.name, $0.value.node) })),
            ("loads", .mapping(loads.map { ($0.name, $0.value.node) })),
            ("rounds", .text("\(rounds)")),
        ]
        if let stopping {
            members.append(("until", .text(stopping.until.text)))
            members.append(("max_rounds", .text("\(stopping.mostRounds)")))
        }
        members += [
            ("seed", .text("\(seed)")), ("warm_up", .text(warmUp.text)),
            ("metrics", metrics.node), ("hygiene", hygiene.node),
        ]
        return .mapping(members)
    }
}

extension Arm {
    fileprivate var node: Node {
        var members: [(String, Node)]
        let isScheduler = hook == .scheduler
        switch algorithm {
        case .kernel(let name): members = [(isScheduler ? "scheduler" : "algorithm", .text(name))]
        case .extension(let word, let knobs, let digest):
            members = [(isScheduler ? "scheduler" : "extension", .text(word))]
            if let digest { members.append(("digest", .text(digest))) }
            if !knobs.isEmpty { members.append(("set", Arm.node(of: knobs))) }
        }
        if !isScheduler { members.append(("ecn", .text(usesECN ? "on" : "off"))) }
        if !sysctls.isEmpty { members.append(("sysctls", Arm.node(of: sysctls))) }
        if connections != 1 { members.append(("connections", .text("\(connections)"))) }
        return .mapping(members)
    }

    private static func node(of settings: [Setting]) -> Node {
        .mapping(settings.map { ($0.name, .text($0.value)) })
    }
}

extension Path {
    fileprivate var node: Node {
        .mapping(
            words.filter { $0 != "direct" }.map { word in
                let sign = word.firstIndex(of: "=") ?? word.endIndex
                return (String(word[..<sign]), .text(String(word[sign...].dropFirst())))
            })
    }
}

extension Load {
    fileprivate var node: Node {
        .mapping([
            ("time", .text(time.text)),
            (
                "parts",
                .mapping(
                    parts.map { part in
                        (part.name, .mapping(part.fields.map { ($0.name, .text($0.text)) }))
                    }
                        + tasks.map { task in
                            (task.name, .mapping(task.fields.map { ($0.name, .text($0.text)) }))
                        })
            ),
        ])
    }
}

extension Plan.Metrics {
    fileprivate var node: Node {
        .mapping([
            ("primary", .text("\(primary)")),
            ("secondary", .list(secondary.map { .text("\($0)") })),
        ])
    }
}

extension Hygiene {
    fileprivate var node: Node {
        .mapping([
            ("steal", .text("\(steal)")), ("other_load", .text("\(otherLoad)")),
            ("sender_busy", .text("\(senderBusy)")), ("lateness", .text(lateness.text)),
            ("strict", .text(isStrict ? "on" : "off")),
        ])
    }
}

extension Design {
    fileprivate var node: Node {
        switch self {
        case .alone, .aa: .text(name)
        case .together(let together):
            .mapping([
                (
                    name,
                    .mapping([
                        ("treatment", .text(together.treatment)),
                        ("shares", .list(together.shares.map { .text("\($0)") })),
                    ])
                )
            ])
        case .switchback(let switchback):
            .mapping([
                (
                    name,
                    .mapping([
                        ("treatment", .text(switchback.treatment)),
                        ("block", .text(switchback.block.text)),
                        ("wash_out", .text(switchback.washOut.text)),
                        ("jitter", .text("\(switchback.jitter)")),
                    ])
                )
            ])
        }
    }
}

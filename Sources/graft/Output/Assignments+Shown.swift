// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// What `graft use` has in place, and how it stands.
struct Assignments: Shown {
    private let rows: [(assignment: Assignment, standing: AssignmentStanding)]

    init(_ registry: Registry) throws(Refusal) {
        var rows: [(assignment: Assignment, standing: AssignmentStanding)] = []
        for assignment in try registry.assignments() {
            rows.append((assignment, try registry.standing(of: assignment)))
        }
        self.rows = rows
    }

    private init(rows: [(assignment: Assignment, standing: AssignmentStanding)]) {
        self.rows = rows
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Those of one algorithm.
    func of(_ algorithm: String) -> Assignments {
        Assignments(rows: rows.filter { $0.assignment.algorithm == algorithm })
    }

    var text: String {
        if rows.isEmpty { return "nothing is in place; see `graft use --help`" }
        var table = Table("ALGORITHM", "FOR", "STATE", "SINCE")
        for (assignment, standing) in rows {
            table.add(
                assignment.algorithm, "\(assignment.scope)", standing.words,
                Words.age(of: assignment.at))
        }
        return table.text
    }

    var json: JSON {
        .array(
            rows.map { row in
                var json = Assigned(row.assignment).object
                json["in_force"] = JSON(row.standing == .inForce)
                json["state"] = JSON(row.standing.words)
                return .object(json)
            })
    }
}

/// What `graft use` has done.
struct Assigned: Shown {
    private let assignment: Assignment

    init(_ assignment: Assignment) { self.assignment = assignment }

    var text: String { "\(assignment.algorithm) for \(assignment.scope)" }
    var json: JSON { .object(object) }

    var object: JSON.Object {
        [
            "algorithm": JSON(assignment.algorithm), "for": assignment.scope.json,
            "before": JSON(assignment.before), "by": JSON(assignment.by),
            "at": JSON("\(assignment.at)"),
        ]
    }
}

/// What `graft unuse` has done.
struct Unassigned: Shown {
    let assignments: [Assignment]

    var text: String {
        assignments.map { "no longer \($0.algorithm) for \($0.scope)" }.joined(separator: "\n")
    }

    var json: JSON { .array(assignments.map { Assigned($0).json }) }
}

/// What `graft use --explain` answers.
struct Explained: Shown {
    private let explanation: Explanation

    init(_ explanation: Explanation) { self.explanation = explanation }

    private var subject: String {
        switch explanation.side {
        case .connecting: "a new connection to \(explanation.address)"
        case .accepting: "a connection accepted from \(explanation.address)"
        }
    }

    var text: String {
        guard let decisive = explanation.decisive else { return "\(subject): nothing decides" }
        let head = "\(subject) gets \(decisive.algorithm) (\(decisive.version))"
        return ([head] + explanation.claims.map(line)).joined(separator: "\n")
    }

    private func line(_ claim: Explanation.Claim) -> String {
        let author = claim.isOurs ? " (graft use)" : ""
        guard let lost = claim.lost else { return "  by \(claim.place)\(author)" }
        return "  not \(claim.algorithm) by \(claim.place)\(author): \(lost)"
    }

    var json: JSON {
        [
            "address": JSON("\(explanation.address)"), "side": JSON(explanation.side.rawValue),
            "algorithm": JSON(explanation.decisive?.algorithm),
            "version": JSON(explanation.decisive?.version),
            "claims": .array(
                explanation.claims.map {
                    [
                        "algorithm": JSON($0.algorithm), "version": JSON($0.version),
                        "place": JSON($0.place), "ours": JSON($0.isOurs), "lost": JSON($0.lost),
                    ]
                }),
        ]
    }
}

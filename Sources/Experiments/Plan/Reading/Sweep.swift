// SPDX-License-Identifier: Apache-2.0
import YAML

/// What one entry of a plan becomes where it gives lists instead of values: one entry for
/// each way to choose from them, named for the choice.
struct Sweep {
    /// How many entries may come of all sweeps of one kind.
    static let most = 64

    private let axes: [Axis]

    /// One list: where it stands, and by what name its choices go.
    private struct Axis {
        let keys: [String]
        let label: String
        let node: Node
    }

    /// Lists below `node`, but those that `isValue` says are values themselves.
    init(of node: Node, except isValue: ([String]) -> Bool = { _ in false }) {
        axes = Sweep.axes(node, [], isValue)
    }

    private static func axes(
        _ node: Node, _ keys: [String], _ isValue: ([String]) -> Bool
    ) -> [Axis] {
        (node.mapping ?? []).flatMap { member -> [Axis] in
            let path = keys + [member.key]
            guard let choices = member.value.sequence else {
                return axes(member.value, path, isValue)
            }
            guard !isValue(path), choices.allSatisfy({ $0.scalar != nil }) else { return [] }
            let said = path.filter { !["set", "sysctls", "parts"].contains($0) }
            return [Axis(keys: path, label: said.joined(separator: "."), node: member.value)]
        }
    }

    /// How many entries come of it; none where the number has no end in sight.
    var count: Int? {
        var count = 1
        for axis in axes {
            let (product, overflow) = count.multipliedReportingOverflow(
                by: axis.node.sequence?.count ?? 0)
            guard !overflow else { return nil }
            count = product
        }
        return count
    }

    /// A list that has nothing to choose from.
    var emptyList: (label: String, node: Node)? {
        axes.first { $0.node.sequence?.isEmpty == true }.map { ($0.label, $0.node) }
    }

    /// The entries, by name, the last list's choices in turn before the first one's.
    func entries(_ name: String, _ node: Node) -> [(name: String, node: Node)] {
        axes.reduce([(name, node)]) { entries, axis in
            entries.flatMap { entry in
                (axis.node.sequence ?? []).map { choice in
                    (
                        "\(entry.0) \(axis.label)=\(choice.scalar ?? "")",
                        entry.1.replacing(axis.keys[...], with: choice)
                    )
                }
            }
        }
    }
}

extension Node {
    /// The same with another value under a key, of a mapping below where there are more keys.
    fileprivate func replacing(_ keys: ArraySlice<String>, with value: Node) -> Node {
        guard let key = keys.first, let members = mapping else { return value }
        return Node(
            .mapping(
                members.map { member in
                    guard member.key == key else { return member }
                    let new = member.value.replacing(keys.dropFirst(), with: value)
                    return Member(key, at: member.keyPlace, new)
                }), at: place)
    }
}

// SPDX-License-Identifier: Apache-2.0
import YAML

extension Fields {
    /// The members of a mapping, each a text; what is none is complained of.
    ///
    /// Members named in `nested` are left to whoever reads them.
    public init(
        _ node: Node, known: [String], nested: [String] = [], under prefix: String = ""
    ) {
        guard let members = node.mapping else {
            self.init([], known: known, under: prefix)
            whole = node.place
            complain(at: node.place, "", "\(node.kind) stands where a mapping is awaited")
            return
        }
        var fields: [Field] = []
        var odd: [(Node.Place, String, String)] = []
        for member in members where !nested.contains(member.key) {
            let place = member.value.place
            if let text = member.value.scalar {
                fields.append(Field(member.key, text, place: place))
            } else if known.contains(member.key) {
                odd.append((member.value.place, member.key, "\(member.value.kind) is no value"))
            } else {
                fields.append(Field(member.key, "", place: member.keyPlace))
            }
        }
        self.init(fields, known: known, under: prefix)
        whole = node.place
        for (place, name, words) in odd { complain(at: place, name, words) }
    }
}

// SPDX-License-Identifier: Apache-2.0
extension Node {
    /// This, with another laid over it: mappings are merged key by key, everything else is
    /// replaced, and a key that has nothing (or `null`, or `~`) there is removed.
    ///
    /// Keys keep their order; new ones follow.
    public func merged(under other: Node) -> Node {
        guard let below = mapping, let above = other.mapping else { return other }
        var members: [Member] = []
        for member in below {
            guard let over = above.first(where: { $0.key == member.key }) else {
                members.append(member)
                continue
            }
            if over.value.isNull { continue }
            members.append(
                Member(member.key, at: over.keyPlace, member.value.merged(under: over.value)))
        }
        for member in above where self[member.key] == nil && !member.value.isNull {
            members.append(member)
        }
        return Node(.mapping(members), at: other.place)
    }

    private var isNull: Bool { scalar.map { ["", "null", "~"].contains($0) } ?? false }
}

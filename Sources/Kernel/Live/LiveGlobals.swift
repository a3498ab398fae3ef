// SPDX-License-Identifier: Apache-2.0

/// The variables of a loaded object, as they are in the kernel now.
extension Loaded {
    /// The bytes of a global; nil where the object has none of that name.
    public func read(_ name: String) throws(KernelError) -> [UInt8]? {
        guard let (global, map) = place(of: name) else { return nil }
        let size = try map.details().valueSize
        guard let content = try map.value([0, 0, 0, 0], size: size) else { return nil }
        return Array(content[global.offset..<global.offset + global.size])
    }

    /// Writes some globals of one section, leaving the others as they are.
    ///
    /// The section is read, changed and written whole: not for one that programs
    /// are counting in meanwhile.
    public func write(_ values: [String: [UInt8]]) throws(KernelError) {
        var sections: [Int: (map: Map, content: [UInt8])] = [:]
        for (name, bytes) in values {
            guard let (global, map) = place(of: name) else {
                preconditionFailure("\(object.name) has no \(name)")
            }
            precondition(bytes.count == global.size, "\(name) takes \(global.size) bytes")
            if sections[global.sectionIndex] == nil {
                let size = try map.details().valueSize
                let content = try map.value([0, 0, 0, 0], size: size) ?? []
                sections[global.sectionIndex] = (map, content)
            }
            sections[global.sectionIndex]?.content.replaceSubrange(
                global.offset..<global.offset + global.size, with: bytes)
        }
        for (map, content) in sections.values {
            try map.update(key: [0, 0, 0, 0], value: content)
        }
    }

    private func place(of name: String) -> (Global, Map)? {
        guard let global = object.globals.first(where: { $0.name == name }),
            let section = object.sections.section(global.sectionIndex),
            let map = maps[section.name]
        else { return nil }
        return (global, map)
    }
}

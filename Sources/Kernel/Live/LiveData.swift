// SPDX-License-Identifier: Apache-2.0

/// The globals of an object that runs: its own maps, found among those of its programs.
public struct LiveData: Sendable {
    let object: Object
    private let maps: [Int: Map]
    /// All its maps, by the name that the kernel keeps of them.
    let byName: [String: Map]

    /// `name` is the one that the object was loaded under; `mapIDs` are the maps
    /// that its programs use.
    public init(_ object: Object, loadedAs name: String, among mapIDs: some Sequence<UInt32>)
        throws(KernelError)
    {
        self.object = object
        var byName: [String: Map] = [:]
        for id in mapIDs {
            guard let map = try Map(id: id) else { continue }
            byName[try map.details().name] = map
        }
        var maps: [Int: Map] = [:]
        for section in object.sections.all {
            maps[section.index] = byName[section.mapName(inObject: name)]
        }
        self.maps = maps
        self.byName = byName
    }

    /// What a global holds now; nil where no program uses its section.
    public func value(of global: Global) throws(KernelError) -> Global.Value? {
        guard let map = maps[global.sectionIndex],
            let content = try map.value([0, 0, 0, 0], size: try map.details().valueSize),
            global.offset + global.size <= content.count
        else { return nil }
        return Global.Value(
            bytes: Array(content[global.offset..<global.offset + global.size]), type: global.type)
    }

    /// Turns a variable; false where no program uses its section.
    public func set(_ global: Global, to value: Global.Value) throws(KernelError) -> Bool {
        guard let map = maps[global.sectionIndex] else { return false }
        try map.poke(value.bytes, at: global.offset)
        return true
    }
}

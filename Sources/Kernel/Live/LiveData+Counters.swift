// SPDX-License-Identifier: Apache-2.0

extension LiveData {
    /// The counters of a live object: arrays with a copy for each processor, whose
    /// keys are an enumeration. Its words are the counters' names, and what a
    /// counter holds is the sum over the processors.
    public func counters() throws(KernelError) -> [(name: String, value: UInt64)] {
        var counters: [(name: String, value: UInt64)] = []
        for definition in object.maps where definition.isCounters(in: object.types) {
            guard let map = byName[String(definition.name.prefix(15))] else { continue }
            let size = try map.details().valueBytes
            for (name, key) in definition.words(in: object.types) where key < definition.maxEntries
            {
                guard let value = try map.counter(key, size: size) else { continue }
                counters.append((name, value))
            }
        }
        return counters
    }
}

extension Map {
    /// What a counter holds, over all processors; `size` is that of the map's values.
    public func counter(_ key: UInt32, size: Int) throws(KernelError) -> UInt64? {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: key >> (8 * $0)) }
        guard let copies = try value(bytes, size: size) else { return nil }
        return copies.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 7, by: 8).reduce(0) {
                $0 &+ bytes.loadUnaligned(fromByteOffset: $1, as: UInt64.self)
            }
        }
    }
}

extension MapDefinition {
    private static let perCPUArray: UInt32 = 6

    fileprivate func isCounters(in types: BTF) -> Bool {
        type == MapDefinition.perCPUArray && valueSize == 8
            && types.record(types.resolve(keyType)).kind == .enumeration
    }

    /// The words of the enumeration that is its key, with their numbers.
    fileprivate func words(in types: BTF) -> [(name: String, key: UInt32)] {
        let record = types.record(types.resolve(keyType))
        return (0..<record.count).map { index in
            let entry = record.value(index)
            return (types.name(at: entry.nameOffset), UInt32(truncatingIfNeeded: entry.value))
        }
    }
}

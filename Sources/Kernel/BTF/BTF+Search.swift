// SPDX-License-Identifier: Apache-2.0
import Glibc

extension BTF {
    /// The numbers of all types that bear one of these names, in one pass.
    ///
    /// A pass over the kernel's types costs under a millisecond, because a
    /// filter over the first three letters turns nearly all away before a
    /// comparison. Ask for all names at once.
    public func find(_ names: some Collection<String>) -> [String: [ID]] {
        guard let text = strings.baseAddress, !names.isEmpty else { return [:] }
        var filter = [UInt8](repeating: 0, count: 4096)
        var wanted: [Int: [(name: String, bytes: ContiguousArray<CChar>)]] = [:]
        for name in Set(names) where !name.isEmpty {
            let bytes = name.utf8CString
            let key = bytes.withUnsafeBytes { BTF.key($0.baseAddress) }
            filter[key] = 1
            wanted[key, default: []].append((name, bytes))
        }
        var found: [String: [ID]] = [:]
        filter.withUnsafeBufferPointer { filter in
            forEach { id, record in
                let offset = Int(record.nameOffset)
                guard offset != 0, offset < strings.count else { return }
                let key = BTF.key(text + offset)
                guard filter[key] != 0 else { return }
                let candidate = (text + offset).assumingMemoryBound(to: CChar.self)
                for (name, bytes) in wanted[key] ?? [] where BTF.same(bytes, candidate) {
                    found[name, default: []].append(id)
                }
            }
        }
        return found
    }

    private static func same(_ name: ContiguousArray<CChar>, _ other: UnsafePointer<CChar>) -> Bool
    {
        name.withUnsafeBufferPointer { name in
            name.baseAddress.map { strcmp($0, other) == 0 } ?? false
        }
    }

    /// A number below 4096 made of the first three letters.
    ///
    /// Reads no further than the zero that ends the string.
    @inline(__always)
    private static func key(_ text: UnsafeRawPointer?) -> Int {
        guard let text else { return 0 }
        let first = Int(text.load(as: UInt8.self))
        guard first != 0 else { return 0 }
        let second = Int(text.load(fromByteOffset: 1, as: UInt8.self))
        guard second != 0 else { return first }
        let third = Int(text.load(fromByteOffset: 2, as: UInt8.self))
        return (first ^ (second << 4) ^ (third << 7)) & 4095
    }

    /// The first of `ids` that is of one of these kinds.
    func first(_ ids: [ID]?, of kinds: Kind...) -> ID? {
        ids?.first { kinds.contains(kind($0)) }
    }

    /// The member of a structure with this name, searched in anonymous members too.
    func member(_ name: String, of id: ID) -> (index: Int, type: ID, bitOffset: Int, bitSize: Int)?
    {
        let record = record(resolve(id))
        guard record.kind == .structure || record.kind == .union else { return nil }
        for index in 0..<record.count {
            let member = record.member(index)
            if self.name(at: member.nameOffset) == name {
                return (index, member.type, member.bitOffset, member.bitSize)
            }
        }
        return nil
    }

    /// All that has been said about a type by declaration tags.
    ///
    /// Tags stand after what they speak of, in no order, so they are gathered
    /// in one pass over an object's few types.
    func declarationTags() -> [ID: [String]] {
        var tags: [ID: [String]] = [:]
        forEach { _, record in
            guard record.kind == .declarationTag, record.tagComponent == -1 else { return }
            tags[record.target, default: []].append(name(at: record.nameOffset))
        }
        return tags
    }
}

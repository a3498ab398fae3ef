// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// When each stored object was last used, and how large it is: `uses.json` beside them.
///
/// The files are the truth; this only remembers. What it does not know of counts as
/// never used, and what is gone is left out. It stands for the files' own times,
/// which a copy or a backup changes.
struct Uses {
    private let file: File
    private(set) var items: [ObjectStore.Item] = []

    init(_ folder: Folder) throws(KernelError) {
        file = folder.file("uses.json")
        let noted = try Uses.read(file)
        for name in try folder.namesIfAny() where name.hasSuffix(ObjectStore.suffix) {
            let stem = String(name.dropLast(ObjectStore.suffix.count))
            guard let digest = Digest(hexadecimal: stem) else { continue }
            if let item = noted[digest] {
                items.append(item)
            } else {
                let bytes = try folder.file(name).bytes().count
                items.append(
                    ObjectStore.Item(digest: digest, bytes: bytes, used: WallTime(nanoseconds: 0)))
            }
        }
    }

    mutating func note(_ item: ObjectStore.Item) {
        items.removeAll { $0.digest == item.digest }
        items.append(item)
    }

    mutating func forget(_ gone: [ObjectStore.Item]) {
        items.removeAll(where: gone.contains)
    }

    /// What must go, used longest ago first, until the rest is within the limits.
    func surplus(
        over limits: ObjectStore.Limits, keeping kept: Set<Digest>
    ) -> [ObjectStore.Item] {
        var (count, bytes) = (items.count, items.reduce(0) { $0 + $1.bytes })
        var surplus: [ObjectStore.Item] = []
        for item in items.byUse() where !kept.contains(item.digest) {
            guard count > limits.objects || bytes > limits.bytes else { break }
            (count, bytes) = (count - 1, bytes - item.bytes)
            surplus.append(item)
        }
        return surplus
    }

    func write() throws(KernelError) {
        let members = items.byUse().map { item in
            (
                key: item.digest.hexadecimal,
                value: ["bytes": JSON(item.bytes), "used": JSON(item.used.nanoseconds)] as JSON
            )
        }
        try file.replace(with: JSON.object(JSON.Object(members)).text(.pretty) + "\n")
    }

    /// A file that makes no sense is worth no refusal: it costs the order, no object.
    private static func read(_ file: File) throws(KernelError) -> [Digest: ObjectStore.Item] {
        guard let content = try file.bytesIfAny() else { return [:] }
        // Whatever is wrong with it, the answer is the same.
        guard let json = try? JSON(parsing: content), let object = json.object else { return [:] }
        var items: [Digest: ObjectStore.Item] = [:]
        for (key, value) in object.members {
            guard let digest = Digest(hexadecimal: key),
                let bytes = value["bytes"]?.integer(Int.self),
                let used = value["used"]?.integer(Int64.self)
            else { continue }
            items[digest] = ObjectStore.Item(
                digest: digest, bytes: bytes, used: WallTime(nanoseconds: used))
        }
        return items
    }
}

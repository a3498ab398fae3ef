// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The objects that were ever live here, each under its digest:
/// `objects/<sha256>.bpf.o` in the store. A way back needs no file of the user's.
///
/// Bounded: what was not used for longest goes first, and never a digest that the
/// caller keeps. Changing it needs the session.
public struct ObjectStore: Sendable {
    let folder: Folder
    let limits: Limits

    public struct Limits: Equatable, Sendable {
        public var objects = 200
        public var bytes = 64 << 20

        public init() {}
    }

    /// A stored object.
    public struct Item: Equatable, Sendable {
        public let digest: Digest
        public let bytes: Int
        /// When it was last put here.
        public let used: WallTime
    }

    public init(_ places: Places, limits: Limits = Limits()) {
        folder = Folder(places.store + "/objects")
        self.limits = limits
    }

    /// Puts an object here, or only notes its use where it is here already; then
    /// drops what is too much, but no digest of `kept`, and not this one.
    @discardableResult
    public func put(
        _ object: [UInt8], keeping kept: Set<Digest>, _ session: borrowing Session,
        at now: WallTime = .now
    ) throws(Refusal) -> Digest {
        let digest = Digest(of: object)
        try refusing("store the object \(digest.short)") { () throws(KernelError) in
            try folder.create()
            var uses = try Uses(folder)
            uses.note(Item(digest: digest, bytes: object.count, used: now))
            // Noted first: an object of which no use is known would be the first to go.
            try uses.write()
            let file = file(of: digest)
            if try file.bytesIfAny() != object { try file.replace(with: object) }
            try drop(uses.surplus(over: limits, keeping: kept.union([digest])), &uses)
        }
        return digest
    }

    /// Drops what is too much, but no digest of `kept`; says what went.
    @discardableResult
    public func prune(
        keeping kept: Set<Digest>, _ session: borrowing Session
    ) throws(Refusal) -> [Digest] {
        try refusing("tidy \(folder.path)") { () throws(KernelError) in
            var uses = try Uses(folder)
            let surplus = uses.surplus(over: limits, keeping: kept)
            try drop(surplus, &uses)
            return surplus.map(\.digest)
        }
    }

    /// Everything that is here, what was used last first.
    public func list() throws(Refusal) -> [Item] {
        try refusing("list \(folder.path)") { () throws(KernelError) in
            try Uses(folder).items.byUse().reversed()
        }
    }

    private func drop(_ items: [Item], _ uses: inout Uses) throws(KernelError) {
        for item in items { try file(of: item.digest).removeIfAny() }
        // Whoever holds the session writes alone: a draft is what a crash left.
        for name in try folder.namesIfAny() where name.hasSuffix(".draft") {
            try folder.file(name).removeIfAny()
        }
        guard !items.isEmpty else { return }
        uses.forget(items)
        try uses.write()
    }

    func file(of digest: Digest) -> File {
        folder.file(digest.hexadecimal + ObjectStore.suffix)
    }

    static let suffix = ".bpf.o"
}

extension [ObjectStore.Item] {
    /// What was used longest ago first; in one moment, by digest.
    func byUse() -> [ObjectStore.Item] {
        sorted { ($0.used, $0.digest.hexadecimal) < ($1.used, $1.digest.hexadecimal) }
    }
}

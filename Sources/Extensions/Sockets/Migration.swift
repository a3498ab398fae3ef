// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Which sockets of a congestion control are moved to its current version.
public struct MigrationFilter: Equatable, Sendable {
    public var listeners = true
    public var connections = false
    /// Only in the namespace with this name.
    public var namespace: String?
    public var remote: Prefix?
    public var localPort: UInt16 = 0
    public var remotePort: UInt16 = 0

    public init() {}

    /// An address and how many of its bits count.
    public struct Prefix: Equatable, Sendable {
        /// IPv4 in the first four bytes.
        public let address: [UInt8]
        public let bits: Int
        public let isIPv6: Bool

        public init(address: [UInt8], bits: Int) {
            precondition(address.count == 4 || address.count == 16, "an IP address")
            isIPv6 = address.count == 16
            self.address = address + [UInt8](repeating: 0, count: 16 - address.count)
            self.bits = bits
        }
    }
}

/// What became of the sockets that were to be moved.
public struct Migration: Equatable, Sendable {
    public var moved = 0
    /// They had the current version before.
    public var already = 0
    public var filtered = 0
    /// Held to an algorithm by their route: counted and named, not forced.
    public var locked = 0
    public var refused = 0
    /// The first that were locked or refused: `192.0.2.1:80 -> 192.0.2.7:4242`.
    public var named: [String] = []

    static let none = Migration()

    static func + (a: Migration, b: Migration) -> Migration {
        Migration(
            moved: a.moved + b.moved, already: a.already + b.already,
            filtered: a.filtered + b.filtered, locked: a.locked + b.locked,
            refused: a.refused + b.refused, named: Array((a.named + b.named).prefix(16)))
    }
}

extension Instruments {
    /// Gives the sockets of `name` the operations that it stands for now, in
    /// every namespace. Twice does no harm.
    func move(_ name: String, toMap map: UInt32, _ filter: MigrationFilter) throws(Refusal)
        -> Migration
    {
        let operations = try operationsOfMaps()
        guard let wanted = operations.first(where: { $0.value == map })?.key else {
            throw Refusal("move the sockets of \(name)", .said("its operations are not there"))
        }
        let order = order(name, wanted, filter)
        return try inEveryNamespace { sighting throws(KernelError) in
            if let only = filter.namespace, !sighting.names.contains(only) { return .none }
            try sockets.write([
                "order": order, "outcome": [UInt8](repeating: 0, count: Outcome.size),
            ])
            _ = try program("move", of: sockets).iterate()
            return Outcome.read(try sockets.read("outcome") ?? [])
        }.reduce(Migration(), +)
    }

    /// The bytes of `struct sockets_order`.
    private func order(_ name: String, _ wanted: UInt64, _ filter: MigrationFilter) -> [UInt8] {
        var bytes = Array(name.utf8.prefix(15))
        bytes += [UInt8](repeating: 0, count: 16 - bytes.count)
        bytes.append(wanted, size: 8)
        bytes += filter.remote?.address ?? [UInt8](repeating: 0, count: 16)
        bytes.append(UInt64(filter.remote?.bits ?? 0), size: 4)
        bytes.append(filter.remote.map { $0.isIPv6 ? 10 : 2 } ?? 0, size: 4)
        bytes.append(UInt64(filter.localPort), size: 2)
        bytes.append(UInt64(filter.remotePort), size: 2)
        bytes += [filter.listeners ? 1 : 0, filter.connections ? 1 : 0, 0, 0]
        return bytes
    }
}

/// `struct sockets_outcome`, as the instrument fills it.
private enum Outcome {
    private static let kept = 16
    private static let entry = 48
    static let size = 40 + kept * entry

    static func read(_ bytes: [UInt8]) -> Migration {
        guard bytes.count >= size else { return Migration() }
        func count(_ index: Int) -> Int { Int(bytes.number(at: index * 8, size: 8)) }
        var migration = Migration()
        migration.moved = count(0)
        migration.already = count(1)
        migration.filtered = count(2)
        migration.locked = count(3)
        migration.refused = count(4)
        for index in 0..<min(migration.locked + migration.refused, kept) {
            let at = 40 + index * entry
            let isIPv6 = bytes.number(at: at + 36, size: 4) == 10
            let local = address(bytes, at, isIPv6), remote = address(bytes, at + 16, isIPv6)
            let error = Int32(truncatingIfNeeded: bytes.number(at: at + 44, size: 4))
            migration.named.append(
                "\(local):\(bytes.number(at: at + 32, size: 2)) -> "
                    + "\(remote):\(bytes.number(at: at + 34, size: 2)): "
                    + KernelError.words(for: error))
        }
        return migration
    }

    private static func address(_ bytes: [UInt8], _ at: Int, _ isIPv6: Bool) -> String {
        let address = IPAddress(Array(bytes[at..<at + (isIPv6 ? 16 : 4)]))
        return isIPv6 ? "[\(address)]" : "\(address)"
    }
}

extension Array<UInt8> {
    /// Adds a little-endian number.
    mutating func append(_ number: UInt64, size: Int) {
        for byte in 0..<size { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}

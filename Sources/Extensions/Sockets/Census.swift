// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How many sockets run which version of which congestion control, in every
/// network namespace: exact, from the kernel's own list of sockets.
public struct Census: Sendable {
    public let rows: [Row]

    public struct Row: Sendable {
        public let name: String
        /// The struct_ops map that holds the version; nil for the kernel's own.
        public let mapID: UInt32?
        public let state: State
        public let count: Int
    }

    /// TCP's states, by the kernel's numbers.
    public enum State: UInt32, Sendable, CaseIterable {
        case established = 1
        case synSent, synReceived, finWait1, finWait2, timeWait, close, closeWait, lastACK
        case listen, closing, newSynReceived
    }

    public init(_ instruments: Instruments) throws(Refusal) {
        let tables = try instruments.operationsOfMaps()
        let loaded = instruments.sockets
        guard let counts = loaded.maps["counts"], let names = loaded.maps["names"] else {
            preconditionFailure("the census has no counts")
        }
        try refusing("count the sockets") { () throws(KernelError) in
            for key in try counts.keys(size: 16) { try counts.delete(key: key) }
        }
        _ = try instruments.inEveryNamespace { _ throws(KernelError) in
            try instruments.program("census", of: loaded).iterate().count
        }
        rows = try refusing("count the sockets") { () throws(KernelError) in
            if let lost = try loaded.read("uncounted"), lost.contains(where: { $0 != 0 }) {
                throw KernelError(
                    "count the sockets", .said("there are too many kinds of them to count"))
            }
            var rows: [Row] = []
            for key in try counts.keys(size: 16) {
                let operations = key.number(at: 0, size: 8)
                guard let value = try counts.value(key, size: 8),
                    let state = State(rawValue: UInt32(key.number(at: 8, size: 4)))
                else { continue }
                let name = try names.value(Array(key[0..<8]), size: 16) ?? []
                rows.append(
                    Row(
                        name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self),
                        mapID: tables[operations], state: state,
                        count: Int(value.number(at: 0, size: 8))))
            }
            return rows
        }
    }

    /// The sockets on a version, by state.
    public func sockets(onMap id: UInt32) -> [State: Int] {
        rows.filter { $0.mapID == id }
            .reduce(into: [:]) { $0[$1.state, default: 0] += $1.count }
    }
}

extension Instruments {
    /// By the kernel address of the operations, the number of the map that holds them.
    func operationsOfMaps() throws(Refusal) -> [UInt64: UInt32] {
        let output = try refusing("list the operations tables") { () throws(KernelError) in
            try program("tables", of: sockets).iterate()
        }
        // struct sockets_table: map number, type, address, name.
        var maps: [UInt64: UInt32] = [:]
        for at in stride(from: 0, to: output.count - 31, by: 32) {
            maps[output.number(at: at + 8, size: 8)] = UInt32(output.number(at: at, size: 4))
        }
        return maps
    }
}

extension Array<UInt8> {
    /// A little-endian number.
    func number(at offset: Int, size: Int) -> UInt64 {
        self[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

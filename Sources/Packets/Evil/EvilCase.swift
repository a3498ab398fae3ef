// SPDX-License-Identifier: Apache-2.0

/// One evil packet, before it is made.
enum EvilCase: Sendable {
    /// A field of a base at one of its edges, by their numbers.
    case edge(base: Int, spot: Int, Int)
    /// Two fields of a base, by their numbers, at two values.
    case pair(base: Int, one: Int, UInt64, other: Int, UInt64)
    case cut(base: Int, length: Int)
    case nested(Nesting, depth: Int, Nesting.Ending)
    /// The first option of a header: its kind and its length byte, in so much room.
    case option(ofTCP: Bool, kind: UInt8, length: UInt8, room: Int)
}

extension EvilCase {
    func made() -> (bytes: [UInt8], label: String) {
        switch self {
        case .edge(let base, let spot, let edge):
            var packet = Mutation(BasePacket.all[base])
            packet.set(spot, BasePacket.all[base].spots[spot].edges[edge])
            return packet.result
        case .pair(let base, let one, let value, let other, let otherValue):
            var packet = Mutation(BasePacket.all[base])
            packet.set(one, value)
            packet.set(other, otherValue)
            return packet.result
        case .cut(let base, let length):
            var packet = Mutation(BasePacket.all[base])
            packet.cut(to: length)
            return packet.result
        case .nested(let nesting, let depth, let ending):
            let label = "\(depth) levels of \(nesting.rawValue): \(ending.rawValue)"
            return (nesting.frame(depth, ending), label)
        case .option(let ofTCP, let kind, let length, let room):
            let options = [kind, length] + [UInt8](repeating: 1, count: room - 2)
            let frame =
                ofTCP
                ? HeaderPiece.frame([.ipv4(), .tcp(options: options)])
                : HeaderPiece.frame([.ipv4(options: options), .tcp()])
            let header = ofTCP ? "TCP" : "IPv4"
            return (frame, "\(header) option \(kind) of length \(length) in \(room) bytes")
        }
    }

    /// All those that are made by rule.
    static func systematic(shortest: Int) -> [EvilCase] {
        var cases: [EvilCase] = []
        for (index, base) in BasePacket.all.enumerated() {
            for (number, spot) in base.spots.enumerated() {
                cases += spot.edges.indices.map { .edge(base: index, spot: number, $0) }
            }
            cases += (min(shortest, base.bytes.count)..<base.bytes.count).map {
                .cut(base: index, length: $0)
            }
            cases += lengths(index, base)
        }
        for nesting in Nesting.allCases {
            for depth in 0...Nesting.deepest {
                cases += Nesting.Ending.allCases.map { .nested(nesting, depth: depth, $0) }
            }
        }
        return cases + options
    }

    /// Every IPv4 header length beside telling total lengths.
    private static func lengths(_ index: Int, _ base: BasePacket) -> [EvilCase] {
        let headers = base.spots.indices.filter { base.spots[$0].field.name == "ip.ihl" }
        return headers.flatMap { header -> [EvilCase] in
            let total = base.spots.firstIndex {
                $0.field.name == "ip.len" && $0.nesting == base.spots[header].nesting
            }
            guard let total else { return [] }
            return (0...15).flatMap { words -> [EvilCase] in
                [0, 1, 19, 20, words * 4, words * 4 + 1, 65535].map { length in
                    .pair(base: index, one: header, UInt64(words), other: total, UInt64(length))
                }
            }
        }
    }

    private static var options: [EvilCase] {
        var cases: [EvilCase] = []
        let kinds: [UInt8] = [0, 1, 2, 3, 4, 5, 7, 8, 19, 29, 68, 131, 136, 137, 148, 254, 255]
        let lengths: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 39, 40, 41, 127, 128, 255]
        for ofTCP in [false, true] {
            for kind in kinds {
                for length in lengths {
                    cases += [4, 8, 12, 40].map {
                        .option(ofTCP: ofTCP, kind: kind, length: length, room: $0)
                    }
                }
            }
        }
        return cases
    }
}

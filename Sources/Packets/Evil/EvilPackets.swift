// SPDX-License-Identifier: Apache-2.0
import Draws

/// Packets that break those who believe what packets say.
///
/// First those by rule: each field of each header at its edges, truncation at
/// every byte, nesting to depth 50, options that lie about their length. Then,
/// to the number that was asked for, those by chance: several fields at once,
/// flipped bits, cuts. The same number and seed give the same bytes on every
/// machine, and each packet can be made alone by its index. Where fewer are
/// asked for than the rules make, they are taken evenly from all rules.
public struct EvilPackets: RandomAccessCollection, Sendable {
    public let endIndex: Int
    public var startIndex: Int { 0 }
    public let seed: UInt64
    private let cases: [EvilCase]
    private let shortest: Int

    public static let usualCount = 100_000

    /// None is shorter than `shortest`: 14 is an Ethernet header, and less the
    /// kernel runs no program on.
    public init(count: Int = usualCount, seed: UInt64 = 1, shortest: Int = 14) {
        precondition(count >= 0 && (0...14).contains(shortest), "bounds that make no packets")
        endIndex = count
        self.seed = seed
        self.shortest = shortest
        cases = EvilCase.systematic(shortest: shortest)
    }

    public subscript(position: Int) -> Packet {
        let (bytes, label) = made(position)
        return Packet(number: position + 1, bytes: bytes, label: label)
    }

    private func made(_ position: Int) -> (bytes: [UInt8], label: String) {
        if count < cases.count { return cases[position * cases.count / count].made() }
        if position < cases.count { return cases[position].made() }
        var chance = Draws(seed: seed, stream: UInt64(position))
        return byChance(&chance)
    }

    private func byChance(_ chance: inout Draws) -> (bytes: [UInt8], label: String) {
        let base = BasePacket.all[chance.below(BasePacket.all.count)]
        var packet = Mutation(base)
        for _ in 0..<1 + chance.below(4) {
            let spot = chance.below(base.spots.count)
            let edges = base.spots[spot].edges
            packet.set(spot, edges[chance.below(edges.count)])
        }
        if chance.below(4) == 0 {
            for _ in 0..<1 + chance.below(4) {
                // Not of the two addresses, which nobody decodes.
                packet.flip(bit: 96 + chance.below(base.bytes.count * 8 - 96))
            }
        }
        if chance.below(4) == 0 {
            packet.cut(to: shortest + chance.below(base.bytes.count - shortest))
        }
        return packet.result
    }
}

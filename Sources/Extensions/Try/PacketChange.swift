// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// How the outcomes of two programs differ on a packet. Equal changes are one group.
public struct PacketChange: Hashable, Sendable {
    public let from: PacketOutcome.Verdict
    public let to: PacketOutcome.Verdict
    /// Where the verdicts agree: the keys that differ, by the kernel's names, or
    /// `packet` for what it became.
    public let parts: [String]

    /// Nil where nothing differs that anybody could notice.
    init?(from old: PacketOutcome, to new: PacketOutcome) {
        var parts: [String] = []
        if old.verdict == new.verdict {
            if let before = old.keys, let after = new.keys, before != after {
                parts = PacketChange.names(before, after)
            } else if old.output != new.output {
                parts = ["packet"]
            }
            guard !parts.isEmpty else { return nil }
        }
        from = old.verdict
        to = new.verdict
        self.parts = parts
    }

    private static func names(_ one: FlowKeys, _ other: FlowKeys) -> [String] {
        zip(one.members, other.members).filter { $0.value != $1.value }.map(\.0.name)
    }
}

extension PacketChange: CustomStringConvertible {
    /// `ok -> drop`, or `ok, other thoff, sport`.
    public var description: String {
        from == to ? "\(from), other \(parts.joined(separator: ", "))" : "\(from) -> \(to)"
    }
}

extension FlowKeys {
    /// Its keys as the kernel calls them.
    public var members: [(name: String, value: JSON)] {
        [
            ("nhoff", JSON(networkOffset)), ("thoff", JSON(transportOffset)),
            ("addr_proto", JSON(addressType)), ("is_frag", JSON(isFragment)),
            ("is_first_frag", JSON(isFirstFragment)), ("is_encap", JSON(isEncapsulated)),
            ("ip_proto", JSON(ipProtocol)), ("n_proto", JSON(networkType)),
            ("sport", JSON(sourcePort)), ("dport", JSON(destinationPort)),
            ("src", JSON(source.map { "\($0)" })), ("dst", JSON(destination.map { "\($0)" })),
            ("flags", JSON(flags)), ("flow_label", JSON(flowLabel)),
        ]
    }
}

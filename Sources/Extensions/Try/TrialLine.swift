// SPDX-License-Identifier: Apache-2.0
import Packets

/// One packet of a trial, and what came of it.
public struct TrialLine: Sendable {
    public let packet: Packet
    /// Since the first packet of the source.
    public let elapsed: Duration?
    public let outcome: PacketOutcome
    /// What the other program made of it, where there is one.
    public let other: PacketOutcome?
    /// How the two differ; nil where they do not.
    public let change: PacketChange?
    /// They differ, and the expression that says where they may does not hold.
    public let isOutside: Bool
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What a program made of a packet.
public struct PacketOutcome: Sendable {
    public let verdict: Verdict
    /// Of one run; nil where there was none.
    public let nanoseconds: UInt32?
    /// What a flow dissector found. Of one that hands over to the kernel's own
    /// there are none: the kernel's overwrites them.
    public let keys: FlowKeys?
    /// The packet as the program left it; nil where it is unchanged, or dropped.
    public let output: [UInt8]?

    public enum Verdict: Hashable, Sendable {
        case returned(UInt32, TrialProgram.Kind)
        /// Under 14 bytes, or no whole IP header where the kernel wants one.
        case tooShort
        /// Longer than the kernel's buffer for a test-run.
        case tooLong

        public var wasRun: Bool {
            if case .returned = self { true } else { false }
        }
    }
}

extension PacketOutcome.Verdict: CustomStringConvertible {
    /// As the kernel's headers call it, in lower case.
    public var description: String {
        switch self {
        case .tooShort: return "too short"
        case .tooLong: return "too long"
        case .returned(let number, let kind):
            let signed = Int32(bitPattern: number)
            return PacketOutcome.Verdict.words[kind]?[signed] ?? "\(signed)"
        }
    }

    /// Whether the packet goes no further, so that nobody sees what is in it.
    var isEnd: Bool {
        switch self {
        case .returned(let number, .xdp): number < 2
        case .returned(let number, .classifier): number == 2
        case .returned, .tooShort, .tooLong: false
        }
    }

    /// A flow dissector that leaves the packet to the kernel's own.
    var isHandedOver: Bool { self == .returned(129, .flowDissector) }

    private static let words: [TrialProgram.Kind: [Int32: String]] = [
        .flowDissector: [0: "ok", 2: "drop", 129: "continue"],
        .xdp: [0: "aborted", 1: "drop", 2: "pass", 3: "tx", 4: "redirect"],
        .classifier: [
            -1: "next", 0: "pass", 1: "reclassify", 2: "drop", 3: "pipe", 4: "stolen", 5: "queued",
            6: "repeat", 7: "redirect", 8: "trap",
        ],
    ]
}

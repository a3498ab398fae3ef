// SPDX-License-Identifier: Apache-2.0
/// A segment in its flow's own terms: bytes and time are counted from the beginning.
public struct Segment: Equatable, Sendable {
    public var way: Way
    /// Since the first segment of the run.
    public var time: Duration
    /// Of the flow's connections, from 0.
    public var connection = 0
    /// Of its first byte, from the connection's first; the SYN is one.
    public var sequence: UInt32
    public var length: UInt32
    /// Of bytes that go the other way.
    public var acknowledgement: UInt32
    /// As in the header: 1 FIN, 2 SYN, 4 RST, 8 PSH, 16 ACK, 64 ECE, 128 CWR.
    public var flags: UInt16
    /// Segments that the peer was known to hold beyond a hole.
    public var sacked: UInt32
    public var inFlight: UInt32
    public var cwnd: UInt32
    /// `FlowSample.noThreshold` where there is none yet.
    public var ssthresh: UInt32
    public var srtt: Duration
    /// 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
    public var congestionState: UInt8

    public enum Way: String, Sendable {
        case sent, received
        case sentAgain = "sent again"

        public var isSent: Bool { self != .received }
    }
}

extension Segment {
    /// What makes two segments other ones, each thing by its name and with both values.
    public struct Difference: Equatable, Sendable {
        public let name: String
        public let left: String
        public let right: String
    }

    /// PSH says where the sender's buffer ended, which no congestion control decides.
    private static let flagsThatCount: UInt16 = 0xffff & ~8

    /// What a segment is, and what its sender had decided, has to be the same exactly; times,
    /// which count instructions of other code too, to the tolerance.
    public func differences(
        from other: Segment, tolerance: Duration
    ) -> [Difference] {
        var found: [Difference] = []
        func compare<Value: Equatable>(_ name: String, _ mine: Value, _ theirs: Value) {
            if mine != theirs {
                found.append(.init(name: name, left: "\(mine)", right: "\(theirs)"))
            }
        }
        compare("connection", connection, other.connection)
        compare("sequence", sequence, other.sequence)
        compare("length", length, other.length)
        compare("ack", acknowledgement, other.acknowledgement)
        compare("flags", flags & Segment.flagsThatCount, other.flags & Segment.flagsThatCount)
        compare("way", way.rawValue, other.way.rawValue)
        compare("sacked", sacked, other.sacked)
        compare("cwnd", cwnd, other.cwnd)
        compare("ssthresh", Segment.words(ssthresh), Segment.words(other.ssthresh))
        func compare(_ name: String, _ mine: Duration, _ theirs: Duration, _ unit: String) {
            guard mine - theirs > tolerance || theirs - mine > tolerance else { return }
            let words = [mine, theirs].map {
                unit == "s" ? Segment.seconds($0) : Segment.milliseconds($0)
            }
            found.append(
                .init(name: name, left: "\(words[0]) \(unit)", right: "\(words[1]) \(unit)"))
        }
        compare("time", time, other.time, "s")
        compare("srtt", srtt, other.srtt, "ms")
        return found
    }

    /// `-` where there is no threshold yet.
    public static func words(_ ssthresh: UInt32) -> String {
        ssthresh == FlowSample.noThreshold ? "-" : "\(ssthresh)"
    }

    /// To the microsecond: `0.171126`.
    public static func seconds(_ time: Duration) -> String { fixed(time, digits: 6) }

    /// To the microsecond: `68.204`.
    public static func milliseconds(_ time: Duration) -> String { fixed(time, digits: 3) }

    private static func fixed(_ time: Duration, digits: Int) -> String {
        let text = String(time.inNanoseconds / 1000)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}

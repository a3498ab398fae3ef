// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Packets

extension TrialLine: Shown {
    /// Number, time, verdict, nanoseconds, what it is, and what was found in it.
    var text: String {
        let time = elapsed.map { Words.seconds($0) } ?? "-"
        let nanoseconds = outcome.nanoseconds.map { "\($0) ns" } ?? "-"
        let columns = [
            "\(packet.number)".padded(before: 6), time.padded(before: 11),
            "\(outcome.verdict)".padded(to: 9), nanoseconds.padded(before: 7), words,
        ]
        let found = outcome.words
        return columns.joined(separator: "  ") + (found.isEmpty ? "" : "  [\(found)]")
    }

    /// What the packet is.
    var words: String {
        packet.label.isEmpty ? packet.words : "\(packet.label), \(packet.bytes.count) B"
    }

    var json: JSON {
        var object: JSON.Object = [
            "number": JSON(packet.number), "time_ns": JSON(packet.time),
            "bytes": JSON(packet.bytes.count), "wire_bytes": JSON(packet.wireLength),
            "packet": JSON(packet.words),
        ]
        if !packet.label.isEmpty { object["evil"] = JSON(packet.label) }
        outcome.add(to: &object)
        if let other {
            var against: JSON.Object = [:]
            other.add(to: &against)
            object["against"] = .object(against)
        }
        if let change {
            object["differs"] = JSON(
                change.from == change.to ? change.parts : ["verdict"] + change.parts)
            object["outside"] = JSON(isOutside)
        }
        return .object(object)
    }
}

extension PacketOutcome {
    /// The keys in a few words, or that the packet was changed.
    var words: String {
        if let output { return "now \(Words.plural(output.count, "byte")), changed" }
        guard let keys else { return "" }
        var parts = ["thoff \(keys.transportOffset)"]
        if let source = keys.source, let destination = keys.destination {
            let from = Endpoint(source, port: keys.sourcePort)
            let to = Endpoint(destination, port: keys.destinationPort)
            let hasPorts = keys.sourcePort != 0 || keys.destinationPort != 0
            parts.append(hasPorts ? "\(from) > \(to)" : "\(source) > \(destination)")
        }
        if keys.ipProtocol != 0 { parts.append("protocol \(keys.ipProtocol)") }
        if keys.isFirstFragment {
            parts.append("first fragment")
        } else if keys.isFragment {
            parts.append("fragment")
        }
        if keys.isEncapsulated { parts.append("encapsulated") }
        return parts.joined(separator: ", ")
    }

    fileprivate func add(to object: inout JSON.Object) {
        object["verdict"] = JSON("\(verdict)")
        object["ns"] = JSON(nanoseconds)
        if let keys {
            object["keys"] = .object(
                JSON.Object(keys.members.map { (key: $0.name, value: $0.value) }))
        }
        if let output { object["output"] = JSON(output.map(hexadecimal).joined()) }
    }
}

extension Words {
    /// With microseconds, as a capture is read: `12.000250`.
    fileprivate static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = abs(attoseconds) / 1_000_000_000_000
        let digits = String(microseconds)
        let sign = seconds == 0 && attoseconds < 0 ? "-" : ""
        return "\(sign)\(seconds)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

extension String {
    fileprivate func padded(before width: Int) -> String {
        String(repeating: " ", count: max(width - count, 0)) + self
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
}

// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Which packets: `ip.ihl < 5`, `!(tcp.dport == 80) && ip.src == 10.0.0.0/8`.
///
/// A comparison holds when any header of that protocol in the packet fulfils
/// it, also one inside a tunnel, and for `tcp.port` either of the two. A packet
/// that has no such header, or is too short to hold the field, fulfils none; so
/// `!(ip.ttl == 1)` holds for ARP, and `ip.ttl != 1` does not. A name alone asks
/// whether the packet has that field or protocol.
public struct PacketExpression: Hashable, Sendable {
    private let root: Term

    /// Reads what was typed.
    public init(_ text: String) throws(Misreading) {
        var parser = ExpressionParser(text)
        root = try parser.expression()
    }

    public func holds(for packet: Packet) -> Bool {
        packet.bytes.withUnsafeBytes(holds)
    }

    public func holds(for bytes: UnsafeRawBufferPointer) -> Bool { root.holds(bytes) }

    public enum Comparison: String, CaseIterable, Sendable {
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"

        func holds(_ one: UInt64, _ other: UInt64) -> Bool {
            switch self {
            case .equal: one == other
            case .unequal: one != other
            case .atMost: one <= other
            case .atLeast: one >= other
            case .below: one < other
            case .above: one > other
            }
        }
    }

    /// What a field is compared with.
    enum Literal: Hashable, Sendable {
        case number(UInt64)
        /// The first `length` bits of an address.
        case network([UInt8], length: Int)
    }

    indirect enum Term: Hashable, Sendable {
        case has(Layer.Kind)
        case hasField(Field)
        case compares(Field, Comparison, Literal)
        case not(Term)
        case both(Term, Term)
        case either(Term, Term)
    }
}

extension PacketExpression: CustomStringConvertible {
    /// The canonical text, which reads back as an equal expression.
    public var description: String { root.words }
}

extension PacketExpression.Term {
    func holds(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .has(let kind): Layers(bytes).contains { $0.kind == kind }
        case .hasField(let field): field.contains(bytes) { _ in true }
        case .compares(let field, let comparison, let literal):
            field.contains(bytes) { bit in
                literal.holds(bytes, bit, field, comparison)
            }
        case .not(let term): !term.holds(bytes)
        case .both(let one, let other): one.holds(bytes) && other.holds(bytes)
        case .either(let one, let other): one.holds(bytes) || other.holds(bytes)
        }
    }

    fileprivate var words: String {
        switch self {
        case .has(let kind): kind.rawValue
        case .hasField(let field): field.name
        case .compares(let field, let comparison, let literal):
            "\(field.name) \(comparison.rawValue) \(literal.words(of: field))"
        case .not(let term): "!(\(term.words))"
        case .both(let one, let other): "\(one.grouped) && \(other.grouped)"
        case .either(let one, let other): "\(one.grouped) || \(other.grouped)"
        }
    }

    private var grouped: String {
        switch self {
        case .both, .either: "(\(words))"
        case .has, .hasField, .compares, .not: words
        }
    }
}

extension PacketExpression.Literal {
    /// Whether the field whose bits begin at `bit` compares so.
    fileprivate func holds(
        _ bytes: UnsafeRawBufferPointer, _ bit: Int, _ field: Field,
        _ comparison: PacketExpression.Comparison
    ) -> Bool {
        switch self {
        case .number(let number):
            let found = field == .frameLength ? UInt64(bytes.count) : bytes.bits(bit, field.width)
            return found.map { comparison.holds($0 * field.unit, number) } ?? false
        case .network(let address, let length):
            let matches = (0..<address.count).allSatisfy { index in
                let bits = min(max(length - index * 8, 0), 8)
                let mask = UInt8(truncatingIfNeeded: 0xff00 >> bits)
                return (bytes[bit / 8 + index] ^ address[index]) & mask == 0
            }
            return matches == (comparison == .equal)
        }
    }

    fileprivate func words(of field: Field) -> String {
        switch self {
        case .number(let number): return "\(number)"
        case .network(let bytes, let length):
            let words = bytes.withUnsafeBytes(Address.words)
            return length == bytes.count * 8 ? words : "\(words)/\(length)"
        }
    }
}

extension Field {
    /// Whether the packet has the field somewhere, so that `fits` says yes to the
    /// bit where it begins.
    fileprivate func contains(
        _ bytes: UnsafeRawBufferPointer, where fits: (Int) -> Bool
    ) -> Bool {
        for header in Layers(bytes) where header.kind == layer {
            for place in places {
                let end = header.offset + (place.upperBound + 7) / 8
                guard end <= bytes.count || self == .frameLength else { continue }
                if fits(header.offset * 8 + place.lowerBound) { return true }
            }
        }
        return false
    }
}

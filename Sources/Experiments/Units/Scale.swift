// SPDX-License-Identifier: Apache-2.0
/// The units of one kind of quantity, and what a text in them amounts to.
///
/// No floating point is involved, and no unit is assumed: "100" is a hundred of what?
struct Scale {
    let units: KeyValuePairs<String, UInt64>
    /// What a text could be: `10mbit`.
    let example: String

    static let rate = Scale(
        units: [
            "bit": 1, "kbit": 1_000, "mbit": 1_000_000, "gbit": 1_000_000_000,
        ], example: "100mbit")
    /// In nanoseconds.
    static let time = Scale(
        units: [
            "ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
        ], example: "10ms")
    static let size = Scale(
        units: ["B": 1, "kB": 1_000, "MB": 1_000_000, "KiB": 1 << 10, "MiB": 1 << 20],
        example: "100kB")

    /// The number and the unit of a text, whatever the unit.
    static func split(_ text: String) -> (number: Substring, unit: Substring) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return (number, text[number.endIndex...])
    }

    func amount(of text: String) throws(Malformed) -> UInt64 {
        let (number, unit) = Scale.split(text)
        guard !number.isEmpty else { throw Malformed(text, "is not of the form \(example)") }
        guard !unit.isEmpty else {
            throw Malformed(text, "has no unit; write \(example), for instance")
        }
        guard let size = units.first(where: { $0.key.lowercased() == unit.lowercased() })?.value
        else {
            let known = units.map(\.key).joined(separator: ", ")
            throw Malformed(text, "has an unknown unit \"\(unit)\"; known are \(known)")
        }
        return try Scale.product(of: number, size, text)
    }

    /// A decimal number times a size, exact down to one of it.
    private static func product(
        of number: Substring, _ size: UInt64, _ text: String
    ) throws(Malformed) -> UInt64 {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = UInt64(parts[0]) else {
            throw Malformed(text, "begins with no number")
        }
        let (product, overflow) = whole.multipliedReportingOverflow(by: size)
        var fraction: UInt64 = 0
        if parts.count == 2 {
            guard (1...9).contains(parts[1].utf8.count), let digits = UInt64(parts[1]) else {
                throw Malformed(text, "begins with no number")
            }
            let scale = parts[1].utf8.reduce(UInt64(1)) { scale, _ in scale * 10 }
            let (high, low) = digits.multipliedFullWidth(by: size)
            fraction = scale.dividingFullWidth((high, low)).quotient
        }
        let (sum, carried) = product.addingReportingOverflow(fraction)
        guard !overflow, !carried else { throw Malformed(text, "is too large") }
        return sum
    }

    /// A number in the largest unit in which it is whole.
    func text(of amount: UInt64) -> String {
        var best: (unit: String, size: UInt64) = ("", 0)
        for (unit, size) in units where size == 1 || (amount % size == 0 && amount >= size) {
            if size > best.size { best = (unit, size) }
        }
        return "\(amount / best.size)\(best.unit)"
    }
}

// SPDX-License-Identifier: Apache-2.0
extension Form where Value == Duration {
    /// A number and a unit: `60s`, `500ms`, `2m`, `1.5h`. A bare number is none: of what?
    public static func duration(_ placeholder: String = "TIME") -> Form {
        Form(placeholder, expected: "a duration such as 60s, 500ms or 2m", read: readDuration)
    }
}

private let nanosecondsPerUnit: KeyValuePairs<String, Int64> = [
    "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
    "h": 3_600_000_000_000,
]

/// Exact to the nanosecond: no floating point is involved.
@Sendable private func readDuration(_ text: String) -> Duration? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let unit = nanosecondsPerUnit.first(where: { $0.key == text[number.endIndex...] }),
        (1...2).contains(parts.count), let whole = Int64(parts[0])
    else { return nil }
    var nanoseconds = whole.multipliedReportingOverflow(by: unit.value)
    if parts.count == 2, !nanoseconds.overflow {
        guard parts[1].utf8.count <= 6, let fraction = Int64(parts[1]) else { return nil }
        let scale = parts[1].utf8.reduce(Int64(1)) { scale, _ in scale * 10 }
        // At most 10^6 times an hour's 3.6 * 10^12: it fits.
        nanoseconds = nanoseconds.partialValue.addingReportingOverflow(
            fraction * unit.value / scale)
    }
    return nanoseconds.overflow ? nil : .nanoseconds(nanoseconds.partialValue)
}

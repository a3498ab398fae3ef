// SPDX-License-Identifier: Apache-2.0
import Kernel

extension WallTime {
    /// Reads what `description` writes, `2025-11-21T01:28:00Z`, and a day alone, which
    /// means its beginning. All times are UTC. Nil where it is neither, or no such day.
    public init?(_ text: String) {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let day = WallTime.fields(halves[0], "-", widths: [4, 2, 2]), day[0] >= 1970,
            (1...12).contains(day[1]), (1...31).contains(day[2])
        else { return nil }
        var seconds = WallTime.day(year: day[0], month: day[1], day: day[2]) * 86_400
        if halves.count == 2, halves[1].hasSuffix("Z") {
            guard let time = WallTime.fields(halves[1].dropLast(), ":", widths: [2, 2, 2]),
                time[0] < 24, time[1] < 60, time[2] < 60
            else { return nil }
            seconds += time[0] * 3600 + time[1] * 60 + time[2]
        } else if halves.count != 1 {
            return nil
        }
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        self.init(nanoseconds: nanoseconds)
        // The 31st of a shorter month comes out as a day of the next.
        guard description.hasPrefix(halves[0]) else { return nil }
    }

    /// Numbers of so many digits each.
    private static func fields(
        _ text: Substring, _ separator: Character, widths: [Int]
    ) -> [Int64]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == widths else { return nil }
        let isDigits = parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
        return isDigits ? parts.compactMap { Int64($0) } : nil
    }

    /// Days from 1970-01-01, by Howard Hinnant's `days_from_civil`.
    private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month > 2 ? year : year - 1
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

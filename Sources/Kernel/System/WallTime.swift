// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A time of day, in nanoseconds since 1970 (UTC). It may jump; measure with `Instant`.
public struct WallTime: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public static var now: WallTime {
        WallTime(nanoseconds: clockNanoseconds(CLOCK_REALTIME))
    }

    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension WallTime: CustomStringConvertible {
    /// RFC 3339 to the second: `2025-11-21T01:28:00Z`.
    public var description: String {
        let (day, second) = nanoseconds.quotientAndFloorRemainder(by: 1_000_000_000).quotient
            .quotientAndFloorRemainder(by: 86_400)
        let date = WallTime.date(ofDay: day)
        let time = [second / 3600, second / 60 % 60, second % 60]
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + time.map { padded($0, 2) }.joined(separator: ":") + "Z"
    }

    /// As `description`, to the millisecond: `2025-11-21T01:28:00.042Z`.
    public var milliseconds: String {
        let part = nanoseconds.quotientAndFloorRemainder(by: 1_000_000_000).remainder / 1_000_000
        return "\(description.dropLast()).\(padded(part, 3))Z"
    }

    /// The calendar date of a day since 1970-01-01.
    ///
    /// Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day
    /// is a year's last, and repeat every 400.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (day + 719_468).quotientAndFloorRemainder(by: 146_097)
        let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let january = month >= 10
        return (
            era * 400 + yearOfEra + (january ? 1 : 0), january ? month - 9 : month + 3,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    /// Rounded down, for times before 1970 too.
    fileprivate func quotientAndFloorRemainder(
        by divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

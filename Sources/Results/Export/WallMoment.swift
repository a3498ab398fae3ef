// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A moment by the wall clock, as text in UTC: `2026-11-21T08:05:31.000000Z`.
struct WallMoment {
    let nanoseconds: Int64

    var text: String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map {
            padded(Int($0), 2)
        }
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
        let micros = padded(Int(max(0, rest) / 1000), 6)
        return
            "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(micros)Z"
    }

    private func padded(_ value: Int, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

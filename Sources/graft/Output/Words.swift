// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Numbers and times as people read them.
enum Words {
    /// `1,234,567`
    static func count(_ number: some BinaryInteger) -> String {
        var groups: [String] = []
        var rest = String(number)
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest.removeLast(3)
        }
        return ([rest] + groups).joined(separator: ",")
    }

    /// `1 program`, `2 programs`
    static func plural(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// One digit behind the point.
    static func decimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// `85 us`, `1.2 ms`, `3.4 s`
    static func time(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = Double(seconds) * 1e6 + Double(attoseconds) / 1e12
        switch microseconds {
        case ..<1000: return "\(Int(microseconds.rounded())) us"
        case ..<1_000_000: return "\(decimal(microseconds / 1000)) ms"
        default: return "\(decimal(microseconds / 1_000_000)) s"
        }
    }

    /// How long ago a wall time was: `5 s`, `3 min`, `2 h`, `4 d`.
    static func age(of time: WallTime, now: WallTime = .now) -> String {
        let seconds = max(now.nanoseconds - time.nanoseconds, 0) / 1_000_000_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) d"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel

extension Instant {
    /// So many milliseconds after some beginning.
    static func ms(_ milliseconds: UInt64) -> Instant {
        Instant(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000)
    }
}

/// A socket as it stood at a millisecond.
func socket(
    _ cookie: UInt64, at milliseconds: UInt64, _ fill: (inout SocketSample) -> Void = { _ in }
) -> SocketSample {
    var sample = SocketSample(cookie: cookie, at: .ms(milliseconds))
    fill(&sample)
    return sample
}

extension Window {
    /// A window of some seconds over these looks, each with its millisecond.
    init(seconds: Int, _ looks: [(UInt64, [SocketSample])]) {
        self.init(length: .seconds(seconds))
        for (at, sockets) in looks { add(sockets, at: .ms(at)) }
    }
}

extension WindowSummary {
    /// The value of a measure by its text, as people read it.
    func words(_ text: String) -> String? {
        guard let guarded = try? GuardExpression("\(text) >= 1x before") else { return "misuse" }
        return self[guarded.measure].map { "\($0)" }
    }
}

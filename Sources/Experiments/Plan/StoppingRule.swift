// SPDX-License-Identifier: Apache-2.0
/// When there are rounds enough before the last: `width(primary) < 2%`.
public struct StoppingRule: Equatable, Sendable {
    public var until: Until
    public var mostRounds: Int

    public init(_ until: Until, mostRounds: Int) {
        self.until = until
        self.mostRounds = mostRounds
    }
}

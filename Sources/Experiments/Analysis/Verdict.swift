// SPDX-License-Identifier: Apache-2.0
/// What the rounds allow us to say, and nothing more.
///
/// Amounts are on the metric's scale, signed as the treatment less the control: a latency
/// that is better by 2 to 5 % says `better(by: -0.05 ... -0.02)`.
public enum Verdict: Equatable, Sendable {
    case better(by: ClosedRange<Double>)
    case worse(by: ClosedRange<Double>)
    /// It differs, in a metric of which neither way is better.
    case different(by: ClosedRange<Double>)
    /// Zero lies inside the interval: no difference was seen, which is no proof of none.
    case noDifferenceSeen(ClosedRange<Double>, smallestDetectable: Double)
    case tooFewRounds(have: Int, need: Int)
}

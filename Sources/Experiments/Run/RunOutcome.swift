// SPDX-License-Identifier: Apache-2.0
/// How a run ended: whether its figures may be used.
public enum RunOutcome: Equatable, Sendable {
    case valid
    /// It ran to its end, and something about it could not be proven or must not be trusted.
    case void([VoidReason])
    /// It did not run to its end.
    case failed(String)
}

/// Why a run counts for nothing.
public enum VoidReason: Equatable, Sendable {
    /// netperf named another algorithm, or none.
    case algorithmAtEnd(flow: Int, expected: String, found: String)
    /// The socket diagnostics named another algorithm.
    case algorithmOfSocket(flow: Int, expected: String, found: String)
    /// No socket of the flow was ever seen.
    case flowUnseen(flow: Int)
    /// The kernel counted no call of the extension.
    case neverCalled(arm: String)
    /// The programs at the end were not those at the start.
    case programsChanged(arm: String)
    /// Marks were asked for, and the flow did not agree on ECN.
    case withoutECN(flow: Int)
    /// The delay line was late by more than the limit.
    case late(Duration, limit: Duration)
    case hygiene(Finding)
    case flowFailed(flow: Int, words: String)
    case interrupted
    case said(String)
}

extension VoidReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .algorithmAtEnd(let flow, let expected, let found):
            "flow \(flow): netperf names \(found.isEmpty ? "no algorithm" : found), not \(expected)"
        case .algorithmOfSocket(let flow, let expected, let found):
            "flow \(flow): its socket has \(found.isEmpty ? "no algorithm" : found), not \(expected)"
        case .flowUnseen(let flow): "flow \(flow): the kernel never showed a socket of it"
        case .neverCalled(let arm): "the kernel counted no call of the arm \(arm)"
        case .programsChanged(let arm): "the programs of the arm \(arm) changed during the run"
        case .withoutECN(let flow): "flow \(flow): ECN was not agreed on"
        case .late(let found, let limit):
            "the delay line was late by \(found.text) (limit \(limit.text))"
        case .hygiene(let finding): "\(finding)"
        case .flowFailed(let flow, let words): "flow \(flow): \(words)"
        case .interrupted: "it was interrupted"
        case .said(let words): words
        }
    }
}

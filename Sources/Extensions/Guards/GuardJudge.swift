// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Judges guards by what the sockets of the new version do after a change.
///
/// The rule: a guard is breached when it is false over a full window and over each
/// of its thirds. So what lasts less than a third of a window, one bad sample or one
/// burst of losses, rolls nothing back; and what stays is a breach no later than one
/// window (1 s) after it began. A third without data shows nothing: a flow that
/// stalls, and retransmits a segment now and then, breaches a guard on its goodput
/// and not one on shares. Beside the guards stand two failures that need none:
/// operations that are never called, and a severed link, which waits for no window.
///
/// Hand it only sockets that run the new version. Of a socket on the old one it
/// would judge the old code, and take the new one for silent.
public struct GuardJudge: Sendable {
    public let guards: [GuardExpression]
    public let before: WindowSummary?
    public let rule: Rule
    /// What each guard looks like now, in their order.
    public private(set) var findings: [GuardFinding]
    /// What the sockets do in the window, for people who watch.
    public private(set) var now: WindowSummary
    private var window: Window
    private var silence = Silence()

    public struct Rule: Equatable, Sendable {
        /// How much time one judgement looks back.
        public var window: Duration = .seconds(1)
        /// A window has at least so many looks, and takes longer if they are slow.
        public var minimumLooks = 5
        /// How long operations may be silent. A recovery from loss, in which most
        /// operations rest, takes a few round trips.
        public var silence: Duration = .seconds(3)

        public init() {}
    }

    public enum Verdict: Equatable, Sendable {
        case holds
        case breached([Breach])
        /// Why nothing can be said.
        case notYet(String)
    }

    public init(_ guards: [GuardExpression], before: WindowSummary?, rule: Rule = Rule()) {
        self.guards = guards
        self.before = before
        self.rule = rule
        window = Window(length: rule.window, minimumLooks: rule.minimumLooks)
        var nothing = Evidence(window)
        findings = guards.map { GuardFinding(judging: $0, &nothing, before: before) }
        now = nothing.whole
    }

    /// The guards that cannot be judged, whatever comes: to be told before anything
    /// is changed. Verdicts leave them out.
    public var unjudgeable: [GuardFinding] { findings.filter(\.isHopeless) }

    /// Takes one look, later than the one before, and judges.
    ///
    /// `calls` is the sum over all operations of the new version since its load; nil
    /// where the kernel does not count.
    public mutating func look(
        _ sockets: [SocketSample], at instant: Instant, calls: UInt64? = nil,
        isSevered: Bool = false
    ) -> Verdict {
        window.add(sockets, at: instant)
        silence.look(
            at: instant, calls: calls, bytesAcked: window.latestBytesAcked)
        var evidence = Evidence(window)
        findings = guards.map { GuardFinding(judging: $0, &evidence, before: before) }
        now = evidence.whole
        let breaches = breaches(at: instant, isSevered)
        return breaches.isEmpty ? verdictWithoutBreach() : .breached(breaches)
    }

    private func breaches(at instant: Instant, _ isSevered: Bool) -> [Breach] {
        var breaches: [Breach] = isSevered ? [.severed] : []
        if let silent = silence.breach(at: instant, after: rule.silence) { breaches.append(silent) }
        return breaches + findings.filter { $0.state == .broken }.map(Breach.broken)
    }

    private func verdictWithoutBreach() -> Verdict {
        guard window.isFull else {
            let watched = Quantity(window.duration.seconds * 1e6, .microseconds)
            let length = Quantity(rule.window.seconds * 1e6, .microseconds)
            return .notYet(
                "watched for \(watched) of \(length), in \(window.lookCount) of "
                    + "\(rule.minimumLooks) looks")
        }
        guard let open = findings.first(where: { !$0.isHopeless && $0.held == nil }) else {
            return .holds
        }
        guard open.state == .doubtful else { return .notYet("no data for \(open.expression)") }
        return .notYet("\(open), not in every third of the window")
    }
}

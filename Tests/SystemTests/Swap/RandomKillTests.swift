// SPDX-License-Identifier: Apache-2.0
import Draws
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("Commands that are killed at random moments")
    struct RandomKillTests {
        @Test("leave one version or none, 200 times", .timeLimit(.minutes(10)))
        func random() throws {
            try SwapGround.with { ground in
                var dice = Draws(seed: 20_261_121)
                var verb = RandomVerb.register
                var state = RandomState()
                let usual = try RandomVerb.usual(on: ground)
                var outcomes: [String: Int] = [:]
                var drafts: Set<String> = []
                for round in 1...200 {
                    let words = try verb.words(state, ground)
                    let limit = usual[verb, default: .milliseconds(100)]
                    let delay = dice.below(Int(limit / .microseconds(1)) + 1)
                    let ended = try killed(words, after: delay, ground)
                    let after = try verb.expected(from: state, ground)
                    if verb == .swap || verb == .rollback {
                        #expect(try SwapResidue.algorithms().contains("gs_reno"))
                    }
                    try ground.recover()
                    let standing = try SwapStanding.settled(ground)
                    let now = try RandomState(ground)
                    try #require(
                        now.digest == state.digest || now.digest == after,
                        "round \(round): \(verb) killed after \(delay) us")
                    try #require(
                        standing.complaints == [],
                        "round \(round): \(verb) killed after \(delay) us")
                    drafts.formUnion(standing.drafts)
                    let change = now.digest == after && after != state.digest ? "new" : "old"
                    outcomes["\(verb) \(ended ? "done" : change)", default: 0] += 1
                    state = now
                    verb = verb.next(for: state)
                }
                #expect(drafts == [])
                print(outcomes.sorted { $0.key < $1.key }.map { "\($0): \($1)" })
            }
        }

        /// Whether it had ended before the kill.
        private func killed(_ words: [String], after delay: Int, _ ground: SwapGround) throws
            -> Bool
        {
            var spawn = ground.spawn([SwapGround.graft] + words)
            spawn.output = .null
            spawn.errors = .null
            let child = try ChildProcess.start(spawn)
            Duration.microseconds(delay).pause()
            // Refused when it has ended, which the ending tells.
            try? child.signal(SIGKILL)
            return try child.wait() != .signalled(SIGKILL)
        }
    }
}

/// What is live, by the digest of its file.
private struct RandomState {
    var digest: String?
    var hasWayBack = false

    init() {}

    init(_ ground: SwapGround) throws {
        let registration = try ground.registration()
        digest = registration?.current?.record?.digest.hexadecimal
        hasWayBack = registration?.record?.previous != nil
    }
}

private enum RandomVerb: String, CaseIterable {
    case register, swap, rollback, unregister

    func words(_ state: RandomState, _ ground: SwapGround) throws -> [String] {
        switch self {
        case .register: try ["register", ground.file("gs_first")]
        case .swap: try ["swap", "gs_reno", ground.file(target(state, ground))]
        case .rollback: ["rollback", "gs_reno"]
        case .unregister: ["unregister", "gs_reno"]
        }
    }

    /// The object that a swap goes to: one of two, and not the one that is live.
    private func target(_ state: RandomState, _ ground: SwapGround) throws -> String {
        let first = try ground.object("gs_first").digest.hexadecimal
        return state.digest == first ? "gs_second" : "gs_first"
    }

    /// The digest that is live when it comes to its end.
    func expected(from state: RandomState, _ ground: SwapGround) throws -> String? {
        switch self {
        case .register: try ground.object("gs_first").digest.hexadecimal
        case .swap, .rollback: try ground.object(target(state, ground)).digest.hexadecimal
        case .unregister: nil
        }
    }

    /// The next in turn that can be done at all.
    func next(for state: RandomState) -> RandomVerb {
        let all = RandomVerb.allCases
        guard state.digest != nil else { return .register }
        guard let place = all.firstIndex(of: self) else { return .swap }
        let next = all[(place + 1) % all.count]
        switch next {
        case .register: return .swap
        case .rollback: return state.hasWayBack ? .rollback : .swap
        case .swap, .unregister: return next
        }
    }

    /// How long each takes when it is let be.
    static func usual(on ground: SwapGround) throws -> [RandomVerb: Duration] {
        var usual: [RandomVerb: Duration] = [:]
        for verb in allCases {
            let words = try verb.words(RandomState(ground), ground)
            let start = Instant.now
            let answer = try ground.graft(words)
            usual[verb] = Instant.now.since(start)
            #expect(answer.status == 0, "\(answer.errors)")
        }
        return usual
    }
}

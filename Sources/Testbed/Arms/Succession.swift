// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Arms that take turns during one run: versions of one registration, swapped live, with
/// the sockets that have it.
final class Succession {
    let arms: [ArmInPlace]
    private let objects: [Object]
    private let armoury: Armoury
    private let kernel: RunningKernel
    private var turns: [Turn] = []
    private var current = 0
    private var callsBefore: UInt64 = 0

    /// Registers the first arm; the others are only built and read.
    init(_ arms: [Arm], _ armoury: Armoury, in namespace: borrowing NetworkNamespace)
        throws(Refusal)
    {
        var objects: [Object] = []
        for arm in arms {
            guard case .extension(let word, _, let digest) = arm.algorithm else {
                throw Refusal(
                    "swap \(arm.name)", .misfit("only extensions can be swapped under traffic"))
            }
            objects.append(
                try Armoury.object(word, digest, .congestionControl, from: armoury.shelf))
        }
        let first = try armoury.put([arms[0]], in: namespace)[0]
        self.objects = objects
        self.armoury = armoury
        kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        self.arms =
            [first]
            + zip(arms, objects).dropFirst().map { arm, object in
                ArmInPlace(
                    arm: arm, algorithm: first.algorithm, digest: object.digest.hexadecimal,
                    operations: [])
            }
    }

    /// The measured time begins.
    func begin() throws(Refusal) { try enter(0, moved: 0) }

    /// Another arm takes over, with every connection.
    func change(to arm: Int) throws(Refusal) {
        try leave()
        guard case .extension(let word, let knobs, _) = arms[arm].arm.algorithm else {
            preconditionFailure("every arm of a succession is an extension")
        }
        var options = SwapOptions(file: word)
        options.knobs = Armoury.records(knobs)
        options.renames = true
        var filter = MigrationFilter()
        filter.connections = true
        options.migration = filter
        let name = arms[arm].algorithm
        let session = try Session(armoury.places)
        let swapped = try Registry(armoury.places).swap(
            name, to: objects[arm], options, shelf: armoury.shelf, on: kernel, session)
        _ = consume session
        arms[arm].add(try armoury.operations(of: name, on: kernel))
        try enter(arm, moved: swapped.whole.connections?.moved ?? 0)
    }

    /// The turns that were taken, each with its calls.
    func finish() throws(Refusal) -> [Turn] {
        try leave()
        return turns
    }

    private func enter(_ arm: Int, moved: Int) throws(Refusal) {
        current = arm
        callsBefore = try calls()
        turns.append(
            Turn(
                arm: arms[arm].arm.name, startNanoseconds: Instant.now.nanoseconds, moved: moved))
    }

    private func leave() throws(Refusal) {
        guard !turns.isEmpty else { return }
        turns[turns.count - 1].calls = try calls() &- callsBefore
    }

    private func calls() throws(Refusal) -> UInt64 {
        try refusing { () throws(KernelError) in
            try arms[current].counts().reduce(0) { $0 &+ $1.calls }
        }
    }
}

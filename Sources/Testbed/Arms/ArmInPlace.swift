// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Synchronization

/// An arm that is ready to be used in every namespace of a network.
final class ArmInPlace: Sendable {
    let arm: Arm
    /// What sockets ask for.
    let algorithm: String
    let digest: String?
    /// The operations of an extension and their programs, held; of all its versions where it
    /// came into place more than once.
    var operations: [Operation] { held.withLock { $0 } }
    private let held: Mutex<[Operation]>

    typealias Operation = (member: String, program: Program)

    init(
        arm: Arm, algorithm: String, digest: String?,
        operations: [Operation]
    ) {
        self.arm = arm
        self.algorithm = algorithm
        self.digest = digest
        held = Mutex(operations)
    }

    func add(_ operations: [Operation]) { held.withLock { $0 += operations } }

    /// What the kernel has counted of each program, in the operations' order.
    func counts() throws(KernelError) -> [ArmProof.CountedProgram] {
        var counts: [ArmProof.CountedProgram] = []
        for (member, program) in operations {
            let details = try program.details()
            counts.append(
                .init(
                    member: member, id: details.id, tag: details.tag, calls: details.calls,
                    nanoseconds: details.nanoseconds))
        }
        return counts
    }
}

/// Puts arms in place, each extension under a name of its own for this run, and takes
/// them out again.
struct Armoury {
    let places: Places
    let shelf: Shelf
    let prefix: String

    /// All of them or none.
    func put(_ arms: [Arm], in namespace: borrowing NetworkNamespace) throws(Refusal)
        -> [ArmInPlace]
    {
        var placed: [ArmInPlace] = []
        do throws(Refusal) {
            for (index, arm) in arms.enumerated() {
                switch arm.algorithm {
                case .kernel where arm.hook == .scheduler: placed.append(try kernelsScheduler(arm))
                case .kernel(let name): placed.append(try builtIn(name, arm, namespace))
                case .extension(let word, let knobs, let digest):
                    placed.append(try register(word, knobs, digest, arm, "\(prefix)\(index)"))
                }
            }
        } catch {
            // The first refusal is the one to report.
            try? takeOut(placed)
            throw error
        }
        return placed
    }

    private func builtIn(
        _ name: String, _ arm: Arm, _ namespace: borrowing NetworkNamespace
    ) throws(Refusal) -> ArmInPlace {
        let isOffered = try refusing(Armoury.attempt(name)) { () throws(KernelError) in
            try namespace.run { () throws(KernelError) in try CongestionControl.isOffered(name) }
        }
        guard isOffered else { throw Armoury.lacks(name, shelf) }
        return ArmInPlace(arm: arm, algorithm: name, digest: nil, operations: [])
    }

    private static func attempt(_ name: String) -> String { "use the congestion control \(name)" }

    static func lacks(_ name: String, _ shelf: Shelf) -> Refusal {
        // A shelf that cannot be read gives no hint, and has told so elsewhere.
        let isShipped = (try? shelf.names().contains(name)) ?? false
        return Refusal(
            attempt(name), .lacks("this kernel has none of that name"),
            hint: isShipped
                ? "an extension \"\(name)\" ships with graft" : "see `graft doctor`")
    }

    private func register(
        _ word: String, _ knobs: [Arm.Setting], _ digest: String?, _ arm: Arm, _ name: String
    ) throws(Refusal) -> ArmInPlace {
        let object = try Armoury.object(word, digest, arm.hook, from: shelf)
        var options = RegisterOptions(file: word)
        options.name = name
        options.knobs = Armoury.records(knobs)
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let session = try Session(places)
        let records = try Registry(places).register(
            object, options, shelf: shelf, on: kernel, session)
        // Attached is not enabled: a scheduler may be thrown out at its first mistake.
        if let probation = object.probation(wanted: .zero) {
            try Registry(places).settle(records, probation, shelf: shelf, on: kernel, session)
        }
        _ = consume session
        return ArmInPlace(
            arm: arm, algorithm: name, digest: object.digest.hexadecimal,
            operations: try operations(of: name, on: kernel))
    }

    static func records(_ knobs: [Arm.Setting]) -> [Record.Setting] {
        knobs.map { Record.Setting(knob: $0.name, value: $0.value) }
    }

    /// The object of an arm; refused where it fills another hook, or is another than was meant.
    static func object(
        _ word: String, _ digest: String?, _ hook: Arm.Hook, from shelf: Shelf
    ) throws(Refusal) -> Object {
        let object = try shelf.object(word)
        if let digest, !object.digest.hexadecimal.hasPrefix(digest) {
            throw Refusal(
                "use the extension \(word)",
                .said("its sha256 is \(object.digest.short), not \(digest)"))
        }
        guard object.tables.count == 1, object.tables[0].structName == hook.structName else {
            throw Refusal(
                "use the extension \(word)", .misfit("it is not a \(hook.words) and no more"))
        }
        return object
    }

    /// The programs of the current version of a registration.
    func operations(
        of name: String, on kernel: RunningKernel
    ) throws(Refusal) -> [ArmInPlace.Operation] {
        let registration = try Registry(places).registration(named: name, on: kernel)
        return try refusing { () throws(KernelError) in
            var operations: [ArmInPlace.Operation] = []
            for operation in registration?.current?.programs ?? [] {
                if let program = try Program(id: operation.programID) {
                    operations.append((operation.member, program))
                }
            }
            return operations
        }
    }

    func takeOut(_ placed: [ArmInPlace]) throws(Refusal) {
        let names = Set(placed.filter { $0.digest != nil }.map(\.algorithm)).sorted()
        guard !names.isEmpty else { return }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let session = try Session(places)
        for name in names {
            _ = try Registry(places).unregister(name, shelf: shelf, on: kernel, session)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// graft's own BPF programs that count, move and sample sockets.
///
/// They live as long as this value; nothing of them is pinned.
public struct Instruments: Sendable {
    let sockets: Loaded

    public init(_ shelf: Shelf, on kernel: RunningKernel) throws(Refusal) {
        sockets = try Instruments.load("sockets", shelf, kernel)
    }

    static func load(_ name: String, _ shelf: Shelf, _ kernel: RunningKernel)
        throws(Refusal) -> Loaded
    {
        let object = try shelf.object(name)
        return try refusing("load graft's own instrument \(name)") { () throws(KernelError) in
            try object.load(into: kernel)
        }
    }

    /// What `body` answers in every network namespace that can be seen.
    func inEveryNamespace<Answer: Sendable>(
        _ body: @escaping @Sendable (NetworkNamespace.Sighting) throws(KernelError) -> Answer
    ) throws(Refusal) -> [Answer] {
        try refusing("go through the network namespaces") { () throws(KernelError) in
            var answers: [Answer] = []
            for sighting in try NetworkNamespace.enumerate().found {
                let namespace: NetworkNamespace
                do throws(KernelError) {
                    namespace = try NetworkNamespace(sighting)
                } catch  where error.isForLackOfIt {
                    continue  // it ended while we looked
                }
                answers.append(
                    try namespace.run { () throws(KernelError) in try body(sighting) })
            }
            return answers
        }
    }

    func program(_ name: String, of loaded: Loaded) -> Program {
        guard let program = loaded.programs[name] else {
            preconditionFailure("the instrument \(loaded.object.name) has no \(name)")
        }
        return program
    }
}

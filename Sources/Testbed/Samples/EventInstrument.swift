// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// An instrument of ours that tells of events through a ring, for as long as it lives.
final class EventInstrument: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let loaded: Loaded
    private let ring: RingBuffer
    private let links: [HeldLink]

    /// A class, because arrays hold no owners.
    private final class HeldLink {
        private let link: Link

        init(_ program: Program) throws(KernelError) { link = try Link(tracing: program) }
    }

    /// Attaches `programs` of the instrument `word` in their order, for flows with these ends;
    /// `attempt` is what this is for.
    init(
        _ word: String, _ programs: [String], to attempt: String,
        at ends: [(station: Station, isServer: Bool)], _ shelf: Shelf
    ) throws(Refusal) {
        let object = try shelf.object(word)
        guard ends.count <= FlowOrder.mostPlaces else {
            throw Refusal(attempt, .misfit("\(ends.count) ends are more than it can tell apart"))
        }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let loaded = try refusing(attempt) { () throws(KernelError) in
            try object.load(into: kernel)
        }
        guard let map = loaded.maps["events"] else {
            preconditionFailure("the instrument \(word) has its ring")
        }
        let order = FlowOrder.bytes(ends)
        ring = try refusing(attempt) { () throws(KernelError) in
            try loaded.write(["order": order])
            return try RingBuffer(map)
        }
        links = try refusing(attempt) { () throws(KernelError) in
            var links: [HeldLink] = []
            for name in programs {
                guard let program = loaded.programs[name] else {
                    preconditionFailure("the instrument \(word) has no \(name)")
                }
                links.append(try HeldLink(program))
            }
            return links
        }
        self.loaded = loaded
    }

    /// Hands over all events that have come since the last time.
    func read(_ body: (UnsafeRawBufferPointer) -> Void) { ring.read(body) }

    /// How many found no room.
    func lost() throws(KernelError) -> UInt64 {
        let bytes = try loaded.read("lost") ?? []
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

extension DeterministicMachine {
    /// What came of an errand. All but `elapsed` are the same in every run of it.
    public struct Outcome: Equatable, Sendable {
        public let ending: Laboratory.Ending
        public let output: [UInt8]
        public let errors: [UInt8]
        public let console: Console
        /// How long the command took, in the machine's time.
        public let took: Duration
        /// How long it all took, in this host's.
        public let elapsed: Duration

        /// Of what was said, on both streams, and of how it ended and when.
        public var digest: Digest {
            Digest(
                of: output + [0] + errors + Array("\n\(ending) after \(took.components)".utf8))
        }

        /// None where the last frame is missing: the machine went down before it was said.
        init?(_ kept: Traces.Kept, after elapsed: Duration) {
            var reader = Frame.Reader()
            reader.add(kept.port)
            var output: [UInt8] = []
            var errors: [UInt8] = []
            var took = Duration.zero
            var ending: Laboratory.Ending?
            // What makes no sense ends it as what is missing does: no last frame comes.
            while let frame = try? reader.next() {
                switch frame.kind {
                case .output: output += frame.bytes
                case .errors: errors += frame.bytes
                case .exited: ending = .exited(frame.number ?? -1)
                case .signalled: ending = .signalled(frame.number ?? -1)
                case .outlasted: ending = .outlasted
                case .took:
                    took = .nanoseconds(Int64(String(decoding: frame.bytes, as: UTF8.self)) ?? 0)
                case .ready, .order, .signal, .input: return nil
                }
            }
            guard let ending else { return nil }
            self.ending = ending
            self.output = output
            self.errors = errors
            self.took = took
            self.elapsed = elapsed
            console = kept.console
        }
    }

    /// Where a machine writes: files in memory, which make nobody wait.
    struct Traces: ~Copyable {
        let console: Descriptor
        let port: Descriptor
        /// QEMU's own.
        let complaints: Descriptor

        struct Kept {
            let console: Console
            let port: [UInt8]
            let complaints: String
        }

        init() throws(KernelError) {
            let console = try Descriptor.memoryFile(named: "graft-console", [])
            let port = try Descriptor.memoryFile(named: "graft-port", [])
            let complaints = try Descriptor.memoryFile(named: "graft-complaints", [])
            self.console = console
            self.port = port
            self.complaints = complaints
        }

        func kept() throws(KernelError) -> Kept {
            var shown = Console()
            shown.add(try console.content())
            let said = String(decoding: try complaints.content(), as: UTF8.self)
            return Kept(
                console: shown, port: try port.content(),
                complaints: said.split(separator: "\n").joined(separator: "; "))
        }
    }
}

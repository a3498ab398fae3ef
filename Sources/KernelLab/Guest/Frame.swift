// SPDX-License-Identifier: Apache-2.0
import Kernel

/// One thing said between the agent inside and us: a kind, a length, and so many bytes.
struct Frame: Equatable {
    let kind: Kind
    let bytes: [UInt8]

    enum Kind: UInt8 {
        /// From inside: the agent is there, and waits for its order.
        case ready = 1
        case output
        case errors
        /// The command ended: its exit code, or its signal, four bytes.
        case exited
        case signalled
        /// From outside: what to run.
        case order
        /// A signal for the command, four bytes.
        case signal
        /// From inside: the command was ended at its limit.
        case outlasted
        /// How long it took there, in nanoseconds, as text.
        case took
        /// From outside: for the command's standard input.
        case input
    }

    init(_ kind: Kind, _ bytes: [UInt8] = []) {
        self.kind = kind
        self.bytes = bytes
    }

    init(_ kind: Kind, number: Int32) {
        self.init(kind, Frame.written(UInt32(bitPattern: number)))
    }

    /// The number that it carries; none where it carries something else.
    var number: Int32? {
        bytes.count == 4 ? Int32(bitPattern: Frame.read(bytes[...])) : nil
    }

    var encoded: [UInt8] { [kind.rawValue] + Frame.written(UInt32(bytes.count)) + bytes }

    /// Frames of one kind, one after another, that hold all of `bytes`.
    static func portioned(_ kind: Kind, _ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: portion).flatMap { at in
            Frame(kind, Array(bytes[at..<min(at + portion, bytes.count)])).encoded
        }
    }

    private static let portion = 1 << 20

    private static func written(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func read(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).enumerated().reduce(0) { $0 | UInt32($1.element) << (8 * $1.offset) }
    }
}

extension Frame {
    /// Frames out of a stream that comes in pieces.
    struct Reader {
        private var bytes: [UInt8] = []

        /// More than a frame may hold: whoever sends it does not speak our language.
        private static let longest = 1 << 24

        struct Nonsense: Error {}

        mutating func add(_ more: [UInt8]) { bytes += more }

        /// The next that is whole.
        mutating func next() throws(Nonsense) -> Frame? {
            guard bytes.count >= 5 else { return nil }
            let length = Int(Frame.read(bytes[1..<5]))
            guard let kind = Kind(rawValue: bytes[0]), length < Reader.longest else {
                throw Nonsense()
            }
            guard bytes.count >= 5 + length else { return nil }
            let frame = Frame(kind, Array(bytes[5..<5 + length]))
            bytes.removeFirst(5 + length)
            return frame
        }

        /// The same; `attempt` is what cannot be done where it makes no sense.
        mutating func next(to attempt: String) throws(KernelError) -> Frame? {
            do {
                return try next()
            } catch {
                throw KernelError(attempt, .said("it makes no sense"))
            }
        }
    }
}

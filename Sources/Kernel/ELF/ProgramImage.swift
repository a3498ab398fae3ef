// SPDX-License-Identifier: Apache-2.0

/// What an x86-64 program or shared library needs before it can run: its loader and libraries.
public struct ProgramImage: Equatable, Sendable {
    /// The loader that starts it; none for a library, and for a static program.
    public let loader: String?
    /// The libraries that it names, in its order.
    public let libraries: [String]
    /// The folders in which to look for them first; `$ORIGIN` is its own.
    public let folders: [String]

    /// None where these bytes are something else: a script, a library of another machine.
    /// Refused where they begin as a program does and are damaged.
    public init?(_ bytes: Bytes, attempt: String) throws(KernelError) {
        guard bytes.load(0, as: UInt32.self)?.littleEndian == 0x464C_457F,
            bytes.load(4, as: UInt8.self) == 2, bytes.load(18, as: UInt16.self) == 62
        else { return nil }
        guard let start = bytes.load(32, as: UInt64.self).flatMap({ Int(exactly: $0) }),
            let number = bytes.load(56, as: UInt16.self),
            bytes.slice(start, count: Int(number) * 56) != nil
        else { throw ProgramImage.damaged(attempt) }
        let segments = (0..<Int(number)).compactMap { Segment(bytes, at: start + $0 * 56) }
        loader = segments.first { $0.kind == Segment.interpreter }.map {
            bytes.raw.text(at: $0.offset)
        }
        guard let dynamic = segments.first(where: { $0.kind == Segment.dynamic }) else {
            libraries = []
            folders = []
            return
        }
        guard bytes.slice(dynamic.offset, count: dynamic.size) != nil,
            let words = Words(bytes, dynamic, segments)
        else { throw ProgramImage.damaged(attempt) }
        libraries = words.texts(of: Words.needed)
        // The older of the two kinds counts only where the newer is not.
        let newer = words.texts(of: Words.runPath)
        folders = (newer.isEmpty ? words.texts(of: Words.oldPath) : newer)
            .flatMap { $0.split(separator: ":").map(String.init) }
    }

    private static func damaged(_ attempt: String) -> KernelError {
        KernelError(attempt, .said("the program is cut short or damaged"))
    }
}

/// A part of the file that is mapped as one, or has a meaning of its own.
private struct Segment {
    let kind: UInt32
    let offset: Int
    let address: Int
    let size: Int

    static let mapped: UInt32 = 1
    static let dynamic: UInt32 = 2
    static let interpreter: UInt32 = 3

    /// `at` lies inside the file: the whole table was checked.
    init?(_ bytes: Bytes, at: Int) {
        guard let kind = bytes.load(at, as: UInt32.self),
            let offset = bytes.load(at + 8, as: UInt64.self).flatMap({ Int(exactly: $0) }),
            let address = bytes.load(at + 16, as: UInt64.self).flatMap({ Int(exactly: $0) }),
            let size = bytes.load(at + 32, as: UInt64.self).flatMap({ Int(exactly: $0) })
        else { return nil }
        (self.kind, self.offset, self.address, self.size) = (kind, offset, address, size)
    }
}

/// The list that the loader reads: pairs of a tag and a value.
private struct Words {
    private let bytes: Bytes
    private let pairs: [(tag: UInt64, value: UInt64)]
    private let names: Int

    static let needed: UInt64 = 1
    static let oldPath: UInt64 = 15
    static let runPath: UInt64 = 29
    private static let nameTable: UInt64 = 5

    /// None where its names lie nowhere.
    init?(_ bytes: Bytes, _ dynamic: Segment, _ segments: [Segment]) {
        self.bytes = bytes
        var pairs: [(tag: UInt64, value: UInt64)] = []
        for at in stride(from: dynamic.offset, to: dynamic.offset + dynamic.size - 15, by: 16) {
            guard let tag = bytes.load(at, as: UInt64.self), tag != 0,
                let value = bytes.load(at + 8, as: UInt64.self)
            else { break }
            pairs.append((tag, value))
        }
        self.pairs = pairs
        guard let table = pairs.first(where: { $0.tag == Words.nameTable }),
            let address = Int(exactly: table.value),
            let segment = segments.first(where: {
                $0.kind == Segment.mapped && $0.address <= address
                    && address - $0.address < $0.size
            })
        else { return nil }
        let (place, overflows) = segment.offset.addingReportingOverflow(address - segment.address)
        guard !overflows else { return nil }
        names = place
    }

    func texts(of tag: UInt64) -> [String] {
        pairs.filter { $0.tag == tag }.compactMap { pair in
            guard let offset = Int(exactly: pair.value), offset < bytes.count else { return nil }
            return bytes.raw.text(at: names + offset)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// One BPF instruction, as the eight bytes that the kernel takes.
struct Instruction: Equatable, Sendable {
    var code: UInt8
    var registers: UInt8
    var offset: Int16
    var immediate: Int32

    static let loadWide: UInt8 = 0x18
    static let call: UInt8 = 0x85

    /// What the source register of a wide load or a call means.
    enum Pseudo {
        static let map: UInt8 = 1
        static let mapValue: UInt8 = 2
        static let kernelVariable: UInt8 = 3
        static let function: UInt8 = 4
        static let subprogram: UInt8 = 1
        static let kernelFunction: UInt8 = 2
    }

    var source: UInt8 {
        get { registers >> 4 }
        set { registers = registers & 15 | newValue << 4 }
    }
    /// The lowest three bits: arithmetic, load, store, jump.
    var kind: UInt8 { code & 7 }
    var isSubprogramCall: Bool { code == Instruction.call && source == Pseudo.subprogram }

    /// A call to a helper that does not exist: the verifier refuses it where it
    /// can be reached, and drops it where it cannot.
    static func poison(_ relocation: Int) -> Instruction {
        Instruction(
            code: call, registers: 0, offset: 0,
            immediate: 195_896_080 &+ Int32(truncatingIfNeeded: relocation))
    }

    /// A call to a function that this kernel does not have, as libbpf writes it:
    /// so the tag of a program says the same whoever loads it.
    static func absentFunction(_ index: Int) -> Instruction {
        Instruction(
            code: call, registers: 0, offset: 0,
            immediate: 2_002_000_000 &+ Int32(truncatingIfNeeded: index))
    }

    static func read(_ content: UnsafeRawBufferPointer) -> [Instruction] {
        stride(from: 0, to: content.count - 7, by: 8).map { at in
            Instruction(
                code: content[at], registers: content[at + 1],
                offset: content.loadUnaligned(fromByteOffset: at + 2, as: Int16.self),
                immediate: content.loadUnaligned(fromByteOffset: at + 4, as: Int32.self))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Writes an answer into the instruction at `index`; poisons it where there is none.
    ///
    /// Returns false where the instruction is of a kind that carries no such number.
    static func patch(
        _ code: inout [Instruction], at index: Int, with answer: CoreResolver.Answer?,
        relocation: Int
    ) -> Bool {
        let isWide = code[index].code == loadWide
        guard let answer, !(answer.widthMisfit && code[index].isMemoryAccess) else {
            code[index] = poison(relocation)
            if isWide, index + 1 < code.count { code[index + 1] = poison(relocation) }
            return true
        }
        switch code[index].kind {
        case 4, 7:  // arithmetic, 32 and 64 bits
            code[index].immediate = Int32(truncatingIfNeeded: answer.value)
        case 1, 2, 3:  // loads and stores
            guard let offset = Int16(exactly: answer.value) else { return false }
            code[index].offset = offset
            if let width = answer.width { return code[index].setWidth(width) }
        case 0:
            guard isWide, index + 1 < code.count else { return false }
            code[index].immediate = Int32(truncatingIfNeeded: answer.value)
            code[index + 1].immediate = Int32(truncatingIfNeeded: answer.value >> 32)
        default: return false
        }
        return true
    }

    private var isMemoryAccess: Bool { (1...3).contains(kind) }

    private mutating func setWidth(_ bytes: Int) -> Bool {
        let sizes: [Int: UInt8] = [4: 0x00, 2: 0x08, 1: 0x10, 8: 0x18]
        guard let size = sizes[bytes] else { return false }
        code = code & ~0x18 | size
        return true
    }
}

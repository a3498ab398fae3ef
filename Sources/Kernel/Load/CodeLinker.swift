// SPDX-License-Identifier: Apache-2.0

/// Makes of an object's sections one run of instructions per program.
///
/// A program and every subprogram that it calls are laid one behind the other;
/// calls, maps, globals and kernel functions get their numbers.
struct CodeLinker {
    let object: Object
    let targets: Targets
    let attempt: String
    /// Code by section, with this kernel's offsets already in it.
    private var sections: [Int: Section] = [:]

    /// The numbers that stand for an object's things in the kernel.
    struct Targets {
        /// Map descriptors by where the map is declared in `.maps`.
        var maps: [Int: Int32] = [:]
        /// Map descriptors by data section.
        var data: [Int: Int32] = [:]
        var externs: [String: Resolved] = [:]

        enum Resolved {
            case function(BTF.ID)
            case variable(BTF.ID)
            case number(UInt64)
            /// Lies in a map, at an offset.
            case value(Int32, Int)
            /// Weak, and not in this kernel.
            case missing
        }
    }

    struct Linked {
        var instructions: [Instruction] = []
        var pieces: [Piece] = []
    }

    /// A function, where it came from and where it lies now, in instructions.
    struct Piece {
        let section: Int
        let source: Range<Int>
        let start: Int
    }

    private struct Section {
        var code: [Instruction]
        var relocations: [Int: ElfImage.Relocation]
    }

    init(
        _ object: Object, targets: Targets, core: CoreResolver, attempt: String
    ) throws(KernelError) {
        self.object = object
        self.targets = targets
        self.attempt = attempt
        for (index, section) in object.elf.sections.enumerated() where section.isCode {
            var code = Instruction.read(object.elf.content(section))
            for (number, relocation) in (object.extensions.core[section.name] ?? []).enumerated() {
                let at = relocation.instructionOffset / 8
                let answer = try core.resolve(relocation, attempt)
                guard at >= 0, at < code.count,
                    Instruction.patch(&code, at: at, with: answer, relocation: number)
                else {
                    throw KernelError(
                        attempt, .said("a relocation in \(section.name) fits no instruction"))
                }
            }
            let relocations = try object.elf.relocations(of: index, attempt: attempt)
            sections[index] = Section(
                code: code,
                relocations: Dictionary(
                    relocations.map { ($0.offset / 8, $0) }, uniquingKeysWith: { first, _ in first }
                ))
        }
    }

    func link(_ program: Object.Program) throws(KernelError) -> Linked {
        var linked = Linked()
        let range = program.range.lowerBound / 8..<program.range.upperBound / 8
        _ = try append(program.sectionIndex, range, to: &linked)
        var next = 0
        // Linking a piece may append more; each function is laid down once.
        while next < linked.pieces.count {
            try connect(linked.pieces[next], in: &linked)
            next += 1
        }
        return linked
    }

    private func append(_ section: Int, _ range: Range<Int>, to linked: inout Linked)
        throws(KernelError) -> Int
    {
        guard let code = sections[section]?.code, range.upperBound <= code.count else {
            throw KernelError(attempt, .said("a call leads outside of its section"))
        }
        let start = linked.instructions.count
        linked.instructions += code[range]
        linked.pieces.append(Piece(section: section, source: range, start: start))
        return start
    }

    private func connect(_ piece: Piece, in linked: inout Linked) throws(KernelError) {
        for source in piece.source {
            let at = piece.start + source - piece.source.lowerBound
            let relocation = sections[piece.section]?.relocations[source]
            if let relocation, object.elf.symbols[relocation.symbol].isUndefined {
                try connectExtern(relocation, at: at, in: &linked)
            } else if linked.instructions[at].isSubprogramCall {
                let target = call(linked.instructions[at], source, piece.section, relocation)
                let start = try place(target, in: &linked)
                linked.instructions[at].immediate = Int32(start - at - 1)
            } else if let relocation {
                try connectData(relocation, at: at, in: &linked)
            }
        }
    }

    /// Which instruction of which section a call leads to.
    private func call(
        _ instruction: Instruction, _ source: Int, _ section: Int,
        _ relocation: ElfImage.Relocation?
    ) -> (section: Int, index: Int) {
        guard let relocation else { return (section, source + Int(instruction.immediate) + 1) }
        let symbol = object.elf.symbols[relocation.symbol]
        return (symbol.section, symbol.value / 8 + Int(instruction.immediate) + 1)
    }

    /// Where a function lies, laying it down when it is not there yet.
    private func place(_ target: (section: Int, index: Int), in linked: inout Linked)
        throws(KernelError) -> Int
    {
        let known = linked.pieces.first {
            $0.section == target.section && $0.source.lowerBound == target.index
        }
        if let known { return known.start }
        let function = object.elf.symbols.first {
            $0.kind == ElfImage.Symbol.function && $0.section == target.section
                && $0.value == target.index * 8
        }
        guard let function, target.index >= 0, function.size > 0 else {
            throw KernelError(attempt, .said("a call leads to no function"))
        }
        return try append(
            target.section, target.index..<target.index + function.size / 8, to: &linked)
    }

    private func connectData(
        _ relocation: ElfImage.Relocation, at: Int, in linked: inout Linked
    ) throws(KernelError) {
        let symbol = object.elf.symbols[relocation.symbol]
        guard linked.instructions[at].code == Instruction.loadWide,
            at + 1 < linked.instructions.count
        else {
            throw KernelError(attempt, .said("a relocation of \"\(symbol.name)\" fits nothing"))
        }
        let addend = Int(linked.instructions[at].immediate)
        if let descriptor = targets.data[symbol.section] {
            linked.instructions[at].source = Instruction.Pseudo.mapValue
            linked.instructions[at].immediate = descriptor
            linked.instructions[at + 1].immediate = Int32(
                truncatingIfNeeded: symbol.value + addend)
        } else if sections[symbol.section] != nil {
            let start = try place(
                (symbol.section, (symbol.value + addend) / 8), in: &linked)
            linked.instructions[at].source = Instruction.Pseudo.function
            linked.instructions[at].immediate = Int32(start - at - 1)
        } else if object.elf.sections.indices.contains(symbol.section),
            object.elf.sections[symbol.section].name == ".maps",
            let descriptor = targets.maps[symbol.value + addend]
        {
            linked.instructions[at].source = Instruction.Pseudo.map
            linked.instructions[at].immediate = descriptor
        } else {
            throw KernelError(attempt, .said("\"\(symbol.name)\" lies in no section known here"))
        }
    }

    private func connectExtern(
        _ relocation: ElfImage.Relocation, at: Int, in linked: inout Linked
    ) throws(KernelError) {
        let name = object.elf.symbols[relocation.symbol].name
        guard let resolved = targets.externs[name] else {
            throw KernelError(attempt, .said("\"\(name)\" is declared nowhere"))
        }
        let isCall = linked.instructions[at].code == Instruction.call
        guard isCall || at + 1 < linked.instructions.count else {
            throw KernelError(attempt, .said("\"\(name)\" is used where it cannot be"))
        }
        switch (resolved, isCall) {
        case (.function(let id), true):
            linked.instructions[at].source = Instruction.Pseudo.kernelFunction
            linked.instructions[at].immediate = Int32(bitPattern: id)
            linked.instructions[at].offset = 0
        case (_, true):
            linked.instructions[at] = .absentFunction(absentIndex(of: name))
        case (.function(let id), false), (.variable(let id), false):
            linked.instructions[at].source = Instruction.Pseudo.kernelVariable
            linked.instructions[at].immediate = Int32(bitPattern: id)
            linked.instructions[at + 1].immediate = 0
        case (.number(let number), false):
            linked.instructions[at].immediate = Int32(truncatingIfNeeded: number)
            linked.instructions[at + 1].immediate = Int32(truncatingIfNeeded: number >> 32)
        case (.value(let descriptor, let offset), false):
            linked.instructions[at].source = Instruction.Pseudo.mapValue
            linked.instructions[at].immediate = descriptor
            linked.instructions[at + 1].immediate = Int32(truncatingIfNeeded: offset)
        case (.missing, false):
            linked.instructions[at].source = 0
            linked.instructions[at].immediate = 0
            linked.instructions[at + 1].immediate = 0
        }
    }
}

extension CodeLinker {
    /// Where a name stands among the externs: options first, then by name.
    private func absentIndex(of name: String) -> Int {
        let externs = object.externs
        let options = externs.count { $0.kind == .configuration }
        let others = externs.filter { $0.kind != .configuration }.map(\.name).sorted()
        return options + (others.firstIndex(of: name) ?? 0)
    }

    /// Function or line records of a linked program, with offsets in instructions.
    func records(
        _ linked: Linked, from blocks: [String: BTFExtensions.Block]
    ) -> (size: Int, records: [UInt8]) {
        var size = 0
        var records: [UInt8] = []
        for piece in linked.pieces {
            guard let block = blocks[object.elf.sections[piece.section].name] else { continue }
            size = block.size
            for record in 0..<block.count {
                let source = Int(block.word(record, 0)) / 8
                guard piece.source.contains(source) else { continue }
                let moved = UInt32(piece.start + source - piece.source.lowerBound)
                records += withUnsafeBytes(of: moved.littleEndian) { Array($0) }
                records += block.records[(record * size + 4)..<(record + 1) * size]
            }
        }
        return (size, records)
    }
}

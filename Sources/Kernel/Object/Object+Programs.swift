// SPDX-License-Identifier: Apache-2.0

extension Object {
    /// A program: an entry point that the kernel calls.
    public struct Program: Sendable {
        public let name: String
        /// The section that says what it is: `struct_ops`, `iter/tcp`.
        public let section: String
        public let kind: ProgramKind
        /// Not loaded unless an operations table uses it: its section begins with `?`.
        public let isOptional: Bool

        let sectionIndex: Int
        /// Where it begins in its section and how long it is, in bytes.
        let range: Range<Int>
    }

    static func readPrograms(_ elf: ElfImage, _ attempt: String) throws(KernelError) -> [Program] {
        var programs: [Program] = []
        for symbol in elf.symbols where symbol.kind == ElfImage.Symbol.function {
            guard symbol.section > 0, symbol.section < elf.sections.count else { continue }
            let section = elf.sections[symbol.section]
            guard section.isCode, section.name != ".text" else { continue }
            let range = symbol.value..<(symbol.value + symbol.size)
            guard range.upperBound <= section.size, range.lowerBound % 8 == 0, symbol.size % 8 == 0,
                symbol.size > 0
            else {
                throw KernelError(attempt, .said("program \"\(symbol.name)\" is cut short"))
            }
            let isOptional = section.name.hasPrefix("?")
            let name = isOptional ? String(section.name.dropFirst()) : section.name
            programs.append(
                Program(
                    name: symbol.name, section: name, kind: ProgramKind(section: name),
                    isOptional: isOptional, sectionIndex: symbol.section, range: range))
        }
        return programs.sorted {
            ($0.sectionIndex, $0.range.lowerBound) < ($1.sectionIndex, $1.range.lowerBound)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The sections of an object that become one-entry array maps: its globals.
struct DataSections: Sendable {
    struct Section: Sendable {
        let name: String
        let index: Int
        let size: Int
        /// `.rodata`: frozen after load, so that the verifier may believe it.
        let isConstant: Bool

        func mapName(inObject object: String) -> String {
            DataSections.mapName(name, inObject: object)
        }
    }

    /// As bpftool's users know it: `cubic.rodata`, at most 15 bytes. The kernel
    /// takes letters, digits, `_` and `.`; files are also called `max-delack`.
    static func mapName(_ section: String, inObject object: String) -> String {
        let suffix = section.prefix(15)
        let stem = object.prefix(max(15 - suffix.utf8.count, 0))
        return String(stem.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" }) + suffix
    }

    let all: [Section]

    init(_ elf: ElfImage) {
        all = elf.sections.enumerated().compactMap { index, section in
            let isConstant = DataSections.matches(section.name, ".rodata")
            let isOurs =
                isConstant || DataSections.matches(section.name, ".data")
                || DataSections.matches(section.name, ".bss")
            guard isOurs, section.size > 0, section.type == 1 || section.type == 8 else {
                return nil
            }
            return Section(
                name: section.name, index: index, size: section.size, isConstant: isConstant)
        }
    }

    func section(_ index: Int) -> Section? { all.first { $0.index == index } }

    private static func matches(_ name: String, _ kind: String) -> Bool {
        name == kind || name.hasPrefix(kind + ".")
    }
}

extension BTF {
    /// The number of the DATASEC with this name.
    func dataSection(named name: String) -> ID? {
        for id in stride(from: ID(count) - 1, to: 0, by: -1) where kind(id) == .datasec {
            if self.name(id) == name { return id }
        }
        return nil
    }
}

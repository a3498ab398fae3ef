// SPDX-License-Identifier: Apache-2.0

/// Something that an object expects of the kernel by name.
public struct Extern: Sendable {
    public enum Kind: Equatable, Sendable {
        /// A kernel function that BPF may call.
        case function
        /// A kernel variable, with its type.
        case variable
        /// A kernel symbol's address, without a type.
        case address
        /// A value of the kernel's configuration.
        case configuration
    }

    public let name: String
    public let kind: Kind
    /// The object can do without it.
    public let isWeak: Bool
    /// A variable's type in the object.
    let type: BTF.ID

    /// The name without its flavour: what the kernel calls it.
    public var kernelName: String { BTF.withoutFlavour(name) }
}

extension Object {
    static func readExterns(_ elf: ElfImage, _ types: BTF) -> [Extern] {
        var externs: [Extern] = []
        for section in [".ksyms", ".kconfig"] {
            guard let datasec = types.dataSection(named: section) else { continue }
            for index in 0..<types.record(datasec).count {
                let id = types.record(datasec).variable(index).type
                let name = types.name(id)
                let symbol = elf.symbols.first { $0.name == name && $0.isUndefined }
                externs.append(
                    Extern(
                        name: name, kind: kind(of: id, in: section, types),
                        isWeak: symbol?.binding == ElfImage.Symbol.weak,
                        type: types.record(id).target))
            }
        }
        return externs
    }

    private static func kind(of id: BTF.ID, in section: String, _ types: BTF) -> Extern.Kind {
        if section == ".kconfig" { return .configuration }
        if types.kind(id) == .function { return .function }
        return types.kind(types.resolve(types.record(id).target)) == .void ? .address : .variable
    }
}

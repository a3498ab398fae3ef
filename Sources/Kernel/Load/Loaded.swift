// SPDX-License-Identifier: Apache-2.0

/// An object in the kernel: verified, not yet attached.
///
/// Everything here goes when this value and all that was taken from it go,
/// unless it is pinned or attached.
public struct Loaded: Sendable {
    public let object: Object
    /// Declared maps by name, and data sections by section: `.bss`.
    public let maps: [String: Map]
    public let programs: [String: Program]
    /// The struct_ops maps, by table.
    public let tables: [String: Map]
    /// The tables' values, with the programs' descriptors in them.
    let values: [String: [UInt8]]

    /// Commits a table's value.
    ///
    /// For a table without a link this registers it at once; one with a link
    /// becomes ready, and is registered by `Link(registering:)`.
    public func commit(_ table: String) throws(KernelError) {
        guard let map = tables[table], let value = values[table] else {
            preconditionFailure("no table \(table) in \(object.name)")
        }
        do {
            try map.update(key: [0, 0, 0, 0], value: value)
        } catch {
            throw KernelError("register \(table)", error.refusal)
        }
    }
}

extension Object {
    /// Loads the object into the running kernel. Needs root.
    public func load(
        into kernel: RunningKernel, _ settings: LoadSettings = LoadSettings()
    ) throws(KernelError) -> Loaded {
        try Loader(self, kernel, settings).load()
    }
}

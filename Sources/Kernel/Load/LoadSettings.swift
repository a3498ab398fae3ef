// SPDX-License-Identifier: Apache-2.0

/// What is decided between reading an object and loading it.
public struct LoadSettings: Sendable {
    /// Values of constants and variables, by name.
    public var globals: [String: Global.Value] = [:]
    /// Another name to register under, by table.
    public var names: [String: String] = [:]
    /// Maps of a live version to share instead of creating new ones, by name.
    public var shared: [String: Map] = [:]
    /// Leave out the link even where the object asks for one: before 6.4 the
    /// kernel has none for struct_ops.
    public var withoutLinks = false
    /// Only these programs; nil for all. For objects without tables.
    public var programs: Set<String>?

    public init() {}
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What is asked for beside the new object.
public struct SwapOptions: Sendable {
    public var knobs: [Record.Setting] = []
    /// The file that the object was read from, as it was typed.
    public var file: String
    /// Give the new object the registration's name, whatever its own.
    public var renames = false
    /// Which established sockets to move; nil for none. Listeners move always.
    public var migration: MigrationFilter?
    /// Accept that nothing is registered for a moment, where the hook demands it.
    public var allowsGap = false
    /// On these packets the new version may differ only where it is allowed to.
    public var gate: DifferenceGate?
    /// Go back unless it is confirmed in time.
    public var confirmation: Confirmation?

    public struct Confirmation: Sendable {
        public let within: Duration
        /// This process judges it; when it dies, the swap is undone at once.
        public let isMinded: Bool

        public init(within: Duration, isMinded: Bool) {
            self.within = within
            self.isMinded = isMinded
        }
    }

    public init(file: String) { self.file = file }
}

/// What a swap, or a rollback, has done.
public struct Swapped: Sendable {
    public let name: String
    public let hook: Hook
    public let from: Record.Version
    public let to: Record.Version
    /// How long the kernel took for the update itself.
    public let update: Duration
    /// How long nothing was registered; nil where something always was.
    public let gap: Duration?
    public let whole: Wholeness
    /// Maps that went over from the old version to the new one, by name.
    public let carried: [String]
}

/// The rest of a swap: who would otherwise go on with the old version.
public struct Wholeness: Sendable {
    public var defaults = Defaults()
    public var listeners = Migration()
    /// Nil where established sockets were left on the old version.
    public var connections: Migration?
    /// How long moving the connections took.
    public var moveTime: Duration?
}

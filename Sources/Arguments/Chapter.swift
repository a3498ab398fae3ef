// SPDX-License-Identifier: Apache-2.0
/// Verbs that belong together, under one heading of `graft --help`.
public struct Chapter: Sendable {
    public let title: String
    public let commands: [Command]

    public init(_ title: String, _ commands: [Command]) {
        self.title = title
        self.commands = commands
    }
}

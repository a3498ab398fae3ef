// SPDX-License-Identifier: Apache-2.0
/// A command line worth copying, and what it does.
public struct Example: Equatable, Sendable {
    public let command: String
    public let effect: String

    public init(_ command: String, _ effect: String) {
        self.command = command
        self.effect = effect
    }
}

// SPDX-License-Identifier: Apache-2.0
/// What `KNOB=VALUE` says. The value is text here: its type is known to the extension alone.
public struct Setting: Equatable, Sendable {
    public let knob: String
    public let value: String

    public init(knob: String, value: String) {
        self.knob = knob
        self.value = value
    }
}

// SPDX-License-Identifier: Apache-2.0
/// The plan that a file was made by, as it was run.
public struct PlanAsRun: Equatable, Sendable {
    /// Its canonical text.
    public var text: String
    /// Of the text, in hexadecimal: a file goes on under this plan only.
    public var digest: String
    /// The name of the file that it was read from.
    public var file: String
    /// The version of the graft that began the file.
    public var graft: String
    /// When it was begun, in nanoseconds since 1970.
    public var wallNanoseconds: Int64

    public init(text: String, digest: String, file: String, graft: String, wallNanoseconds: Int64) {
        self.text = text
        self.digest = digest
        self.file = file
        self.graft = graft
        self.wallNanoseconds = wallNanoseconds
    }
}

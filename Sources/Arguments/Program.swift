// SPDX-License-Identifier: Apache-2.0
/// A program as its users see it: a name, and verbs in chapters.
public struct Program: Sendable {
    public let name: String
    public let version: String
    /// The day of this version, `2026-01-31`, for the man page.
    public let date: String
    /// One line, as after the dash of a man page's first line.
    public let summary: String
    public let discussion: String
    public let chapters: [Chapter]
    public let examples: [Example]
    public let exits: KeyValuePairs<ExitStatus, String>

    public init(
        name: String,
        version: String,
        date: String,
        summary: String,
        discussion: String = "",
        chapters: [Chapter],
        examples: [Example] = [],
        exits: KeyValuePairs<ExitStatus, String> = ExitStatus.meanings
    ) {
        self.name = name
        self.version = version
        self.date = date
        self.summary = summary
        self.discussion = discussion
        self.chapters = chapters
        self.examples = examples
        self.exits = exits
    }

    var commands: [Command] { chapters.flatMap(\.commands) }

    /// The verbs at the top, with `help`, which every program has.
    public var verbs: [Verb] { commands.map(\.verb) + [.help] }
}

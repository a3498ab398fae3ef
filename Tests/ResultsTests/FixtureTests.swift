// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc
import Results
import Testing

private let target = getenv("GRAFT_RESULTS_FIXTURE").map { String(cString: $0) }

/// Files that older grafts made. One for each version of the schema stays here for good:
///
///     GRAFT_RESULTS_FIXTURE=Tests/Fixtures/results/version-1.sqlite \
///         swift test --filter writesFixture
///
/// makes the one of the version that stands in the code. Never make an old one anew.
@Suite("A results file of an older graft")
struct FixtureTests {
    @Test("can still be read", arguments: [1])
    func read(version: Int) throws {
        // The folder of tests may be a link.
        let here = try #require(realpath(#filePath, nil))
        defer { free(here) }
        let parts = String(cString: here).split(separator: "/").dropLast(2)
        let tests = "/" + parts.joined(separator: "/")
        let reader = try ResultsReader(at: "\(tests)/Fixtures/results/version-\(version).sqlite")
        #expect(try reader.plan() == Example.plan)
        #expect(try reader.environment() == Example.environment("6.18", "x86_64"))
        #expect(try reader.summaries() == [Example.summary()])
        #expect(try reader.record(of: 1) == Example.record())
        let isAsWritten = try reader.isAsWritten(run: 1)
        #expect(isAsWritten)
    }

    @Test("is written by this", .enabled(if: target != nil, "it makes the file of a new schema"))
    func writesFixture() throws {
        var writer = try ResultsWriter.create(
            at: try #require(target), plan: Example.plan,
            environment: Example.environment("6.18", "x86_64"))
        try writer.add(Example.record(), summary: Example.summary(), seed: 1)
    }
}

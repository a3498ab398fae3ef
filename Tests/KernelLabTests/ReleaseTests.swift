// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import KernelLab

@Suite("The name of a kernel")
struct ReleaseTests {
    private func release(_ text: String) throws -> Release { try #require(Release(text)) }

    @Test("answers to its own beginning, at a boundary")
    func answers() throws {
        let release = try release("6.1.0-47-cloud-amd64")
        #expect(release.answers(to: "6.1"))
        #expect(release.answers(to: "6.1.0-47"))
        #expect(release.answers(to: "6.1.0-47-cloud-amd64"))
        #expect(!release.answers(to: "6.1.0-4"))
        #expect(try !self.release("6.12.107+deb13-cloud-amd64").answers(to: "6.1"))
    }

    @Test("is ordered by its numbers, not by its letters")
    func order() throws {
        let texts = [
            "6.1.0-9-cloud-amd64", "6.1.0-47-cloud-amd64", "6.12.94+deb13-cloud-amd64",
            "6.12.107+deb13-cloud-amd64", "7.2.13+deb14-cloud-amd64",
        ]
        let releases = try texts.map(release)
        #expect(releases.shuffled().sorted() == releases)
    }

    @Test("is none where it does not begin with a number")
    func none() {
        #expect(Release("apt") == nil)
        #expect(Release("lock") == nil)
        #expect(Release("7") == nil)
    }

    @Test("is short without its flavour")
    func short() throws {
        #expect(try release("6.18.15+deb13-cloud-amd64").short == "6.18.15+deb13")
    }
}

// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import KernelLab

@Suite("What Debian offers")
struct OfferTests {
    private func stanza(_ name: String, size: Int = 20_000_000) -> String {
        """
        Package: \(name)
        Version: 1-1
        Description: a kernel
         Version: not a field
        Size: \(size)
        SHA256: 00

        """
    }

    private func offers(_ stanzas: String...) -> [String: [String]] {
        let offers = Offer.all(in: stanzas.joined(separator: "\n"))
        return Dictionary(
            uniqueKeysWithValues: offers.map { ($0.release.short, $0.packages.map(\.name)) })
    }

    @Test("is one package up to 6.18")
    func single() {
        let name = "linux-image-6.18.15+deb13-cloud-amd64"
        #expect(offers(stanza(name)) == ["6.18.15+deb13": [name]])
    }

    @Test("is an image, modules and a configuration from 6.19 on, signed where both are there")
    func split() {
        let release = "7.2.13+deb14-cloud-amd64"
        let found = offers(
            stanza("linux-image-\(release)", size: 1000), stanza("linux-modules-\(release)"),
            stanza("linux-binary-unsigned-\(release)"), stanza("linux-binary-\(release)"),
            stanza("linux-base-\(release)"))
        let parts = ["linux-binary-\(release)", "linux-modules-\(release)"]
        #expect(found == ["7.2.13+deb14": parts + ["linux-base-\(release)"]])
    }

    @Test("may be unsigned alone")
    func unsigned() {
        let release = "7.3.4+deb13-cloud-amd64"
        let parts = ["binary-unsigned", "modules", "base"].map { "linux-\($0)-\(release)" }
        #expect(
            offers(stanza(parts[1]), stanza(parts[2]), stanza(parts[0])) == ["7.3.4+deb13": parts])
    }

    @Test("leaves out what lacks a part, or only leads to others")
    func incomplete() {
        #expect(
            offers(
                stanza("linux-modules-6.19.6+deb13-cloud-amd64"),
                stanza("linux-image-7.0.4+deb13-cloud-amd64", size: 1000),
                stanza("linux-image-6.1.0-47-amd64"),
                stanza("linux-image-6.1.0-50-cloud-amd64-unsigned")) == [:])
    }
}

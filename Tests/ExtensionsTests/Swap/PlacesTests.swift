// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extensions

@Suite("A place")
struct PlacesTests {
    @Test("is the host's own, unless the environment names another")
    func environment() {
        let host = Places { _ in nil }
        #expect(host.pins == "/sys/fs/bpf/graft")
        #expect(host.records == "/run/graft")
        #expect(host.store == "/var/lib/graft")
        let other = Places { $0 + "/here" }
        #expect(other.pins == "GRAFT_PINS/here")
        #expect(other.records == "GRAFT_RECORDS/here")
        #expect(other.store == "GRAFT_STORE/here")
    }

    @Test("has a file for each name, without a dot in bpffs")
    func files() {
        let places = Places(pins: "/p", records: "/r", store: "/s")
        #expect(places.link(of: "a.b") == "/p/a=2eb/link")
        #expect(places.version(12, of: "bbr") == "/p/bbr/v12")
        #expect(places.record(of: "a.b") == "/r/registrations/a=2eb.json")
    }

    @Test(
        "gives every name back as it was",
        arguments: [
            ("bpf_cubic", "bpf_cubic"), ("a.b", "a=2eb"), ("a=b", "a=3db"), ("=2e", "=3d2e"),
            ("...", "=2e=2e=2e"), ("=", "=3d"), ("==3d", "=3d=3d3d"), ("", ""), ("a=", "a=3d"),
        ])
    func encoding(name: String, file: String) {
        #expect(Places.encode(name) == file)
        #expect(Places.decode(file) == name)
    }

    @Test("gives back a name that is not ASCII")
    func notASCII() {
        #expect(Places.decode(Places.encode("grüße")) == "grüße")
    }

    @Test("takes a file that it did not write for the name that it looks like")
    func others() {
        #expect(Places.decode("a=b") == "a=b")
        #expect(Places.decode("a=2") == "a=2")
    }
}

@Suite("A name")
struct NameTests {
    @Test(
        "can be any word that fits",
        arguments: ["a", "bpf_cubic", "a.b", "A_9", "a..", "123456789012345"])
    func allowed(name: String) {
        #expect(Name.objection(to: name, longest: 15) == nil)
    }

    @Test(
        "is objected to in words",
        arguments: [
            ("", "it has no name"),
            (
                "1234567890123456",
                "the name \"1234567890123456\" is too long: at most 15 bytes"
            ),
            ("grüßgrüßgrüß", "the name \"grüßgrüßgrüß\" is too long: at most 15 bytes"),
            ("a b", "the name \"a b\" may have letters, digits, _ and . only"),
            ("a/b", "the name \"a/b\" may have letters, digits, _ and . only"),
            ("a\n", "the name \"a\n\" may have letters, digits, _ and . only"),
            ("a-b", "the name \"a-b\" may have letters, digits, _ and . only"),
            ("x=y", "the name \"x=y\" may have letters, digits, _ and . only"),
            ("-a", "the name \"-a\" may have letters, digits, _ and . only"),
            (".", "the name \".\" may have letters, digits, _ and . only"),
            ("..", "the name \"..\" may have letters, digits, _ and . only"),
            ("ü", "the name \"ü\" may have letters, digits, _ and . only"),
            ("\u{7f}", "the name \"\u{7f}\" may have letters, digits, _ and . only"),
        ])
    func refused(name: String, words: String) {
        #expect(Name.objection(to: name, longest: 15) == words)
    }

    @Test("that the kernel does not get to see may have a dash inside")
    func dash() {
        #expect(Name.objection(to: "max-delack", longest: 200, isOurs: true) == nil)
        let words = "the name \"-a\" may have letters, digits, -, _ and . only"
        #expect(Name.objection(to: "-a", longest: 200, isOurs: true) == words)
    }
}

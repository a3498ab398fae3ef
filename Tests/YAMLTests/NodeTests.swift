// SPDX-License-Identifier: Apache-2.0
import Testing
import Thrown
import YAML

@Suite("A YAML document")
struct NodeTests {
    @Test("becomes a tree in which everything knows its place")
    func tree() throws {
        let node = try Node(parsing: "a: 1\nb:\n  - x\n  - { c: no }\n")
        #expect(node.mapping?.map(\.key) == ["a", "b"])
        #expect(node["a"]?.scalar == "1")
        #expect(node["b"]?.sequence?.count == 2)
        #expect(node["b"]?.sequence?[1]["c"]?.scalar == "no")
        #expect(node["b"]?.sequence?[1]["c"]?.place == .init(line: 4, column: 10))
    }

    @Test("that is empty is an empty mapping")
    func empty() throws {
        #expect(try Node(parsing: "").mapping == [])
        #expect(try Node(parsing: "# only words\n").mapping == [])
    }

    @Test(
        "that says one thing twice, or more than a plan may, is refused with its place",
        arguments: [
            ("a: 1\na: 2\n", "2:1: the key \"a\" stands at 1:1 already"),
            ("a: &x 1\n", "1:4: anchors (&name) are not read here"),
            ("a: *x\n", "1:4: aliases (*name) are not read here"),
            ("a: !int 1\n", "1:4: tags (!name) are not read here"),
            ("a: 1\n---\nb: 2\n", "2:1: a second document begins"),
            ("[1, 2]: x\n", "1:1: a key is a text, not a list"),
        ])
    func refused(_ text: String, _ words: String) {
        let refusal = thrown(SyntaxError.self) { _ = try Node(parsing: text) }
        #expect(refusal?.description == words)
    }

    @Test("that is cut short is refused where it ends")
    func short() {
        let refusal = thrown(SyntaxError.self) { _ = try Node(parsing: "a: [1, 2\n") }
        #expect(refusal?.place.line == 2)
    }

    @Test("that is nested without end is refused")
    func deep() {
        let text = String(repeating: "[", count: 5000)
        let refusal = thrown(SyntaxError.self) { _ = try Node(parsing: text) }
        #expect(refusal?.words == "it is nested too deeply")
    }
}

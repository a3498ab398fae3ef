// SPDX-License-Identifier: Apache-2.0
import Spelling
import Testing

@Suite("The nearest word")
struct NearestTests {
    @Test(
        "is the one that differs by few slips, or that the typed one begins",
        arguments: [
            ("swpa", "swap"), ("regsiter", "register"), ("Register", "register"), ("lst", "list"),
            ("unreg", "unregister"), ("reg", "register"), ("bild", "build"),
        ])
    func found(word: String, meant: String) {
        let verbs = ["build", "register", "unregister", "swap", "list", "registers"]
        #expect(nearest(word, among: verbs) == meant)
    }

    @Test(
        "is none when all are far, and never the word itself",
        arguments: ["", "x", "cubic", "swap"])
    func none(word: String) {
        #expect(nearest(word, among: ["build", "register", "swap", "y"]) == nil)
    }
}

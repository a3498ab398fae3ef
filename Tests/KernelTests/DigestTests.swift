// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

/// The vectors are those that NIST publishes with FIPS 180-4.
@Suite("A digest")
struct DigestTests {
    @Test(
        "is the SHA-256 of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func vectors(text: String, digest: String) {
        #expect(Digest(of: Array(text.utf8)).hexadecimal == digest)
    }

    @Test(
        "is right where the padding needs a block of its own",
        arguments: [
            (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
            (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
        ])
    func padding(count: Int, digest: String) {
        #expect(Digest(of: [UInt8](repeating: 0x61, count: count)).hexadecimal == digest)
    }

    @Test("that was written down is taken only whole and in small letters")
    func written() {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(Digest(hexadecimal: text)?.short == "ba7816bf8f01")
        #expect(Digest(hexadecimal: String(text.dropLast())) == nil)
        #expect(Digest(hexadecimal: text.uppercased()) == nil)
        #expect(Digest(hexadecimal: "g" + text.dropFirst()) == nil)
    }
}

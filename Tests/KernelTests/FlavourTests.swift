// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("A flavour")
struct FlavourTests {
    @Test(
        "is what follows three underscores",
        arguments: [
            ("tcp_sock___old", "tcp_sock"), ("tcp_sock", "tcp_sock"), ("a___b", "a"),
            ("a___b___c", "a___b"), ("tcp__sock", "tcp__sock"), ("a____b", "a____b"),
            ("___b", "___b"), ("a___", "a___"), ("", ""),
        ])
    func flavour(name: String, kernels: String) {
        #expect(BTF.withoutFlavour(name) == kernels)
    }
}

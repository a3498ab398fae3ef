// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("A range of addresses")
struct AddressPrefixTests {
    @Test(
        "is read, and written as it was read",
        arguments: ["10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/32", "fd00::/64", "::/0", "fd00::1/128"])
    func read(text: String) throws {
        #expect(try AddressPrefix(text).description == text)
    }

    @Test(
        "holds what begins with its bits, of its family",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "192.0.2.1", true), ("::/0", "192.0.2.1", false),
            ("fd00::/63", "fd00:0:0:1::5", true), ("fd00::/64", "fd00:0:0:1::5", false),
        ])
    func holds(range: String, address: String, expected: Bool) throws {
        let address = try #require(IPAddress(address))
        #expect(try AddressPrefix(range).contains(address) == expected)
    }

    @Test(
        "is refused where it is none",
        arguments: ["10.0.0.1/8", "10.0.0.0/33", "ten/8", "10.0.0.0/", "fd00::1/64", "1.2.3.4/5/6"])
    func refused(text: String) {
        #expect(throws: Refusal.self) { try AddressPrefix(text) }
    }
}

@Suite("A route as ip writes it")
struct AssignedRouteTests {
    @Test("takes a congestion control before its next hops, and gives it up again")
    func named() throws {
        let line = "default proto static \\\tnexthop via 10.0.0.1 dev a weight 1 linkdown"
        let route = try #require(AssignedRoute(line))
        let named = route.naming("cubic")
        #expect(
            named.text
                == "default proto static congctl cubic nexthop via 10.0.0.1 dev a weight 1")
        #expect(named.algorithm == "cubic")
        #expect(named.naming(nil) == route)
    }

    @Test("that is locked says so")
    func locked() throws {
        let route = try #require(
            AssignedRoute("fd00::/64 dev a metric 1024 congctl lock reno pref medium"))
        #expect(route.isLocked)
        #expect(route.algorithm == "reno")
        #expect(route.naming(nil).text == "fd00::/64 dev a metric 1024 pref medium")
    }
}

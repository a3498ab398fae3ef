// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("Mounts of network namespaces")
struct NamespaceParsingTests {
    @Test("are found in mountinfo, other mounts are not")
    func mounts() {
        let mountinfo = """
            22 28 0:20 / /sys rw,relatime shared:7 - sysfs sysfs rw
            519 468 0:4 net:[4026532299] /run/netns/a\\040b rw shared:279 - nsfs nsfs rw
            520 468 0:4 mnt:[4026532300] /run/snapd/ns/x.mnt rw - nsfs nsfs rw
            521 468 0:4 net:[4026532301] /run/docker/netns/9f rw - nsfs nsfs rw
            """
        #expect(networkMounts(in: mountinfo) == ["/run/netns/a b", "/run/docker/netns/9f"])
    }

    @Test("are of no concern to a sysctl's name")
    func sysctls() {
        #expect(Sysctl("net.ipv4.tcp_ecn").file.path == "/proc/sys/net/ipv4/tcp_ecn")
        #expect(
            Sysctl("net.ipv4.conf.eth0/100.forwarding").file.path
                == "/proc/sys/net/ipv4/conf/eth0.100/forwarding")
    }
}

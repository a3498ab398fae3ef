// SPDX-License-Identifier: Apache-2.0
import Arguments

/// `graft testbed ...`: an emulated network, to use by hand and to measure on.
enum TestbedVerb {
    static let command = Command(
        "testbed", "make a network to order on this machine",
        discussion: """
            A path is described by words: rate=100mbit delay=10ms jitter=1ms loss=0.1% queue=1bdp \
            ecn=500us aqm=fifo mtu=1500 offloads=on clients=1 servers=1 family=v4. Rates are those \
            of Ethernet frames; rate, delay, jitter and loss are of each way, or differ with a \
            slash (forth/back). A queue is packets (25p), bytes (100kB) or multiples of the \
            bandwidth-delay product (1bdp). aqm is fifo, fq, fq_codel, red, or an extension where \
            the kernel takes them (6.16): bpf_fifo, bpf_codel. The word `direct` is a plain cable. The same words stand \
            in a YAML file as "rate: 100mbit", a line each.

            Everything is made in network namespaces of graft's own, whose names begin with \
            "graft-"; nothing outside of them is changed.
            """,
        [
            TestbedUpVerb.command, TestbedExecVerb.command, TestbedDownVerb.command,
            TestbedListVerb.command, TestbedCleanVerb.command, TestbedRunVerb.command,
        ])
}

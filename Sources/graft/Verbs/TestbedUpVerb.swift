// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Testbed

/// `graft testbed up PATH...`: make a network, and leave it standing.
enum TestbedUpVerb {
    static let command = Command(
        Verb(
            "up", "make a network and leave it standing",
            operands: [TestbedOptions.path], options: [TestbedOptions.name],
            examples: [
                Example(
                    "graft testbed up rate=100mbit delay=10ms queue=1bdp", "described by words"),
                Example("graft testbed up path.yaml --name lab", "described in a file"),
            ])
    ) { invocation in try make(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func make(_ invocation: Invocation) throws -> ExitStatus {
        let path = try TestbedOptions.path(invocation[TestbedOptions.path])
        // Without netperf nothing can be measured, and a network can still be made.
        if let netperf = try? Netperf.find() { try Ceiling.check(path, in: .host, netperf) }
        let network = try Network.make(
            path, named: invocation[TestbedOptions.name], in: .host, isKept: true)
        let made = MadeNetwork(network)
        try network.leave()
        Terminal.show(made, invocation)
        return .done
    }
}

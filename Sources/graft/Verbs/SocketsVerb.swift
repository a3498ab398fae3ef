// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft sockets`: live sockets per algorithm and version.
enum SocketsVerb {
    static let command = Command(
        Verb(
            "sockets", "count the live TCP sockets per congestion control and version",
            discussion: """
                Exact, in every network namespace that can be seen. Sockets in TIME-WAIT have no \
                congestion control any more and are not counted.
                """,
            examples: [Example("graft sockets", "all of them")])
    ) { invocation in
        let kernel = try RunningKernel()
        let census = try Census(Instruments(.host, on: kernel))
        let listing = try Registry(.host).list(on: kernel)
        Terminal.show(SocketCount(census, listing), invocation)
        return .done
    }
}

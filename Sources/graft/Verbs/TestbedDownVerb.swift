// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Testbed

/// `graft testbed down`: take a network down.
enum TestbedDownVerb {
    static let command = Command(
        Verb("down", "take a network down", options: [TestbedOptions.name])
    ) { invocation in
        let standing = try Standing.named(invocation[TestbedOptions.name], in: .host)
        try standing.clear()
        Terminal.show(TakenDown(removed: ["network \(standing.name)"]), invocation)
        return .done
    }
}

/// `graft testbed clean`: remove all that bears graft's name.
enum TestbedCleanVerb {
    static let command = Command(
        Verb(
            "clean", "remove what a crash left, and every network that stands",
            discussion: """
                Every network namespace and control group whose name begins with "graft-" goes, \
                and every registration that a run has made; what a running process uses stays. \
                What a run that was killed has left is also removed by the next command that \
                makes a network.
                """)
    ) { invocation in
        let cleaning = try Standing.clean(in: .host)
        Terminal.show(
            TakenDown(removed: cleaning.removed, kept: cleaning.kept), invocation)
        return .done
    }
}

/// `graft testbed list`: the networks that stand.
enum TestbedListVerb {
    static let command = Command(
        Verb("list", "show the networks that stand")
    ) { invocation in
        Terminal.show(StandingList(try Standing.all(in: .host)), invocation)
        return .done
    }
}

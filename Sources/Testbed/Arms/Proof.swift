// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What was seen of a run, held against what must have been.
struct Proof {
    let flows: [Flow]
    let arms: [ArmProof]
    /// By flow, the algorithms that its sockets were seen with.
    let sightings: [Int: Set<String>]
    /// Flows whose sockets had agreed on ECN when they were seen.
    let withECN: Set<Int>
    let results: [FlowResult]

    var voids: [VoidReason] {
        var voids: [VoidReason] = []
        for flow in flows {
            guard let index = flow.arm else { continue }
            voids += ends(of: flow, arms[index])
            voids += sockets(of: flow, arms[index])
            if arms[index].arm.usesECN, sightings[flow.number] != nil,
                !withECN.contains(flow.number)
            {
                voids.append(.withoutECN(flow: flow.number))
            }
        }
        for (index, proof) in arms.enumerated() where proof.digest != nil {
            guard proof.arm.hook == .scheduler || flows.contains(where: { $0.arm == index })
            else { continue }
            if proof.calls == 0 { voids.append(.neverCalled(arm: proof.arm.name)) }
        }
        return voids
    }

    /// What netperf says of both ends; the test that sends a file and the one that
    /// connects for each transaction say nothing.
    private func ends(of flow: Flow, _ arm: ArmProof) -> [VoidReason] {
        guard flow.part.test != .tcpSendfile, flow.part.test != .tcpCRR,
            let result = results.first(where: { $0.flow == flow.number })
        else { return [] }
        for spell in result.spells {
            for found in [spell.localAlgorithm, spell.remoteAlgorithm]
            where found != arm.algorithm {
                return [
                    .algorithmAtEnd(flow: flow.number, expected: arm.algorithm, found: found)
                ]
            }
        }
        return []
    }

    private func sockets(of flow: Flow, _ arm: ArmProof) -> [VoidReason] {
        guard let seen = sightings[flow.number], !seen.isEmpty else {
            // A short one may come and go between two looks. What netperf says of both ends
            // is then what there is.
            if flow.part.bytes != nil, flow.part.test != .tcpSendfile { return [] }
            return [.flowUnseen(flow: flow.number)]
        }
        guard let other = seen.sorted().first(where: { $0 != arm.algorithm }) else { return [] }
        return [.algorithmOfSocket(flow: flow.number, expected: arm.algorithm, found: other)]
    }
}

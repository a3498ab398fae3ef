// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// Runs `tc` for the disciplines that we do not tell the kernel of ourselves.
enum TrafficControl {
    static func run(
        _ words: [String], in namespace: borrowing NetworkNamespace
    ) throws(KernelError) {
        var spawn = Spawn(["tc"] + words)
        try spawn.enter(namespace)
        let finished = try ChildProcess.run(spawn, limit: .seconds(10))
        guard finished.ending.isSuccess else {
            let said = finished.errorText.split(separator: "\n").first.map(String.init)
            throw KernelError(
                "tc \(words.joined(separator: " "))", .said(said ?? "it failed and said nothing"))
        }
    }

    /// A queue below the rate's: `parent` is the rate's class.
    static func queue(_ kind: String, _ bottleneck: Bottleneck, _ path: Path) -> [String] {
        let words = ["qdisc", "add", "dev", bottleneck.device, "parent", "1:1", "handle", "2:"]
        let limit = "\(bottleneck.queueBytes)"
        let packets = "\(max(1, UInt64(bottleneck.queueBytes) / path.packetBytes))"
        switch kind {
        case "red":
            // With marks a step at the threshold; without, the usual thirds of the queue.
            let low = bottleneck.markBytes ?? UInt64(bottleneck.queueBytes) / 12
            let high = bottleneck.markBytes.map { $0 + 1 } ?? low * 3
            let burst = max(1, (2 * low + high) / (3 * 1000))
            let marks = bottleneck.markBytes == nil ? [] : ["ecn", "probability", "1.0"]
            return words + [
                "red", "limit", limit, "min", "\(low)", "max", "\(high)", "avpkt", "1000",
                "burst", "\(burst)",
            ] + marks
        case "fq_codel":
            let marks =
                path.ecn == nil ? ["noecn"] : ["ecn", "ce_threshold", threshold(bottleneck)]
            return words + ["fq_codel", "limit", packets] + marks
        default: return words + [kind, "limit", packets]
        }
    }

    private static func threshold(_ bottleneck: Bottleneck) -> String {
        let bytes = Double(bottleneck.markBytes ?? 0)
        return "\(Int(bytes * 8e6 / Double(bottleneck.rate.value)))us"
    }
}

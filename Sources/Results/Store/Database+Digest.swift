// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Database {
    /// Whether what stands there has the digest that was written with it.
    func isAsWritten(run: Int) throws(StoreError) -> Bool {
        let row = try prepare("SELECT digest FROM run WHERE number = ?")
        try row.bind([.whole(run)])
        guard try row.step() else { throw .reason(.said("there is no run \(run)")) }
        var digest = RunDigest()
        if let record = try record(of: run, withSamples: false) {
            digest.take(record.arms)
            digest.take(record.flows)
            digest.take(record.tasks)
            for kind in SampleKind.allCases { try take(kind, of: run, into: &digest) }
            digest.take(record)
        }
        return digest.hexadecimal == row.text(0)
    }

    private func take(
        _ kind: SampleKind, of run: Int, into digest: inout RunDigest
    ) throws(StoreError) {
        let row = try prepare(
            "SELECT count, bytes FROM sample WHERE run = ? AND kind = ? ORDER BY chunk")
        try row.bind([.whole(run), .text(kind.rawValue)])
        while try row.step() {
            let count: Int = try row.whole(0)
            row.withBlob(1) { digest.take(kind, count: count, $0) }
        }
    }
}

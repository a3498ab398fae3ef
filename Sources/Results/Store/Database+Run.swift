// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Database {
    /// Writes all rows of a run.
    func write(
        _ record: RunRecord?, _ summary: RunSummary, number: Int, seed: UInt64
    ) throws(StoreError) {
        let place = try prepare(
            """
            SELECT 1 FROM run WHERE round = ? AND path = ? AND load = ? AND arm = ?
                AND coalesce(share, -1) = coalesce(?, -1) AND attempt = ?
            """)
        try place.bind([
            .whole(summary.round), .text(summary.path), .text(summary.load), .text(summary.arm),
            summary.share.map(Cell.real) ?? .null, .whole(summary.attempt),
        ])
        if try place.step() { throw .reason(.taken(summary.key)) }
        var digest = RunDigest()
        if let record {
            try write(record.environment, run: number)
            try write(record.arms, run: number)
            digest.take(record.arms)
            try write(record.flows, run: number)
            digest.take(record.flows)
            try write(record.tasks, run: number)
            digest.take(record.tasks)
            try write(record.samples.flows, run: number, &digest)
            try write(record.samples.queues, run: number, &digest)
            try write(record.samples.acks, run: number, &digest)
            try write(record.samples.code, run: number, &digest)
            try write(record.samples.latencies, run: number, &digest)
            try write(record.turns, run: number)
            digest.take(record)
        }
        try write(summary, run: number)
        let row = record.map { cells($0) } ?? Array(repeating: .null, count: 16)
        try insert(
            "run",
            [
                .whole(number), .whole(summary.round), .text(summary.path), .text(summary.load),
                .text(summary.arm), summary.share.map(Cell.real) ?? .null,
                .whole(summary.attempt), .counter(seed),
            ] + cells(summary.outcome) + [
                summary.findings.isEmpty ? .null : .text(summary.findings.codedText),
                .duration(summary.time), .integer(summary.startWallNanoseconds),
                .text(digest.hexadecimal), .whole(record == nil ? 0 : 1),
            ] + row)
    }

    func insert(_ table: String, _ cells: [Cell]) throws(StoreError) {
        let marks = Array(repeating: "?", count: cells.count).joined(separator: ", ")
        try prepare("INSERT INTO \(table) VALUES (\(marks))").run(cells)
    }

    private func cells(_ outcome: RunOutcome) -> [Cell] {
        var reasons: String?
        if case .void(let found) = outcome { reasons = found.codedText }
        return [.text(outcome.word), .text(outcome.words), .text(reasons)]
    }

    /// From `path_made` on.
    private func cells(_ record: RunRecord) -> [Cell] {
        let (path, load) = (record.path.codedText, record.load.codedText)
        let late = record.samples.lateness
        return [
            .text(path), .text(record.means), .text(load),
            .counter(record.startNanoseconds), .counter(record.endNanoseconds),
            .duration(record.startSpread), .duration(record.costs.sampling),
            .whole(record.costs.samplingTicks), .duration(record.costs.relay),
            .duration(record.costs.softInterrupts), .counter(record.samples.lostAcks),
            .duration(late?.p50), .duration(late?.p99), .duration(late?.maximum),
            .counter(late?.packets), .counter(record.samples.lostLatencies),
        ]
    }

    private func write(_ turns: [Turn], run: Int) throws(StoreError) {
        try prepare("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?)")
            .runAll(
                turns.enumerated().map { position, turn in
                    [
                        .whole(run), .whole(position), .text(turn.arm),
                        .counter(turn.startNanoseconds), .whole(turn.moved), .counter(turn.calls),
                    ]
                })
    }

    private func write(_ environment: RunEnvironment, run: Int) throws(StoreError) {
        let fact = try prepare("INSERT OR IGNORE INTO fact (name, value) VALUES (?, ?)")
        let link = try prepare(
            "INSERT INTO run_fact SELECT ?, ?, id FROM fact WHERE name = ? AND value = ?")
        for (position, each) in environment.facts.enumerated() {
            try fact.run([.text(each.name), .text(each.value)])
            try link.run([.whole(run), .whole(position), .text(each.name), .text(each.value)])
        }
    }

    private func write(
        _ arms: [ArmProof], run: Int
    ) throws(StoreError) {
        let arm = try prepare("INSERT INTO arm VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let counted = try prepare("INSERT INTO program VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, proof) in arms.enumerated() {
            let definition = proof.arm.codedText
            try arm.run([
                .whole(run), .whole(position), .text(proof.arm.name), .text(definition),
                .text(proof.algorithm), .text(proof.digest), .duration(proof.clientTime),
                .duration(proof.serverTime),
            ])
            for (place, program) in proof.programs.enumerated() {
                try counted.run([
                    .whole(run), .whole(position), .whole(place), .text(program.member),
                    .whole(program.id), .text(program.tag), .counter(program.calls),
                    .counter(program.nanoseconds),
                ])
            }
        }
    }

    private func write(
        _ flows: [FlowResult], run: Int
    ) throws(StoreError) {
        let row = try prepare("INSERT INTO flow VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let spell = try prepare("INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, flow) in flows.enumerated() {
            try row.run([
                .whole(run), .whole(position), .whole(flow.flow), .text(flow.part),
                .text(flow.test.rawValue), .text(flow.arm), .text(flow.client),
                .text(flow.server),
            ])
            for (place, each) in flow.spells.enumerated() {
                try spell.run(
                    [.whole(run), .whole(position), .whole(place)] + cells(each))
            }
        }
    }

    private func cells(_ spell: FlowResult.Spell) -> [Cell] {
        let latency = spell.latency?.codedText
        let interim = spell.interim.isEmpty ? nil : spell.interim.codedText
        let said = spell.said.isEmpty ? nil : Said(spell.said).codedText
        return [
            .counter(spell.startNanoseconds), .real(spell.seconds), .real(spell.throughput),
            .text(spell.localAlgorithm), .text(spell.remoteAlgorithm), .text(latency),
            .text(interim), .text(said),
        ]
    }

    private func write<Sample: StoredSample>(
        _ series: Series<Sample>, run: Int, _ digest: inout RunDigest
    ) throws(StoreError) {
        guard !series.isEmpty else { return }
        let row = try prepare("INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?)")
        var encoder = ChunkEncoder<Sample>()
        let limit = ChunkEncoder<Sample>.limit
        for (chunk, start) in stride(from: 0, to: series.count, by: limit).enumerated() {
            let end = min(start + limit, series.count)
            series.samples.withUnsafeBufferPointer { encoder.encode($0[start..<end]) }
            encoder.bytes.withUnsafeBytes { digest.take(Sample.kind, count: end - start, $0) }
            try row.run([
                .whole(run), .text(Sample.kind.rawValue), .whole(chunk), .whole(end - start),
                .counter(encoder.first), .counter(encoder.last), .blob(encoder.bytes),
            ])
        }
    }

    private func write(_ summary: RunSummary, run: Int) throws(StoreError) {
        let block = try prepare("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)")
        let value = try prepare("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?)")
        try value.write(summary.values, run: run)
        for (arm, values) in summary.armValues.sorted(by: { $0.key < $1.key }) {
            try value.write(values, run: run, arm: arm)
        }
        for (position, each) in summary.blocks.enumerated() {
            try block.run([
                .whole(run), .whole(position), .whole(each.pair), .text(each.arm),
                .duration(each.start), .duration(each.end),
            ])
            try value.write(each.values, run: run, block: position)
        }
    }
}

extension Statement {
    fileprivate func write(
        _ values: [Measure: Double], run: Int, block: Int = -1, arm: String = ""
    ) throws(StoreError) {
        for (measure, value) in values.ordered {
            try self.run([
                .whole(run), .whole(block), .text(arm), .text(measure.part),
                .text(measure.metric.rawValue), .text(measure.metric.unit.rawValue), .real(value),
            ])
        }
    }
}

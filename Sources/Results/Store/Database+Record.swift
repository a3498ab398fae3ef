// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Database {
    func record(of run: Int, withSamples: Bool) throws(StoreError) -> RunRecord? {
        let row = try prepare(
            """
            SELECT outcome, words, reasons, findings, start_wall_ns, has_record, path_made, means,
                load_put, start_ns, end_ns, start_spread_ns, sampling_ns, sampling_ticks,
                relay_ns, soft_interrupts_ns, lost_acks, late_p50_ns, late_p99_ns,
                late_maximum_ns, late_packets, lost_latencies
            FROM run WHERE number = ?
            """)
        try row.bind([.whole(run)])
        guard try row.step() else { throw .reason(.said("there is no run \(run)")) }
        guard row.integer(5) != 0 else { return nil }
        var record = RunRecord(
            path: try Path(codedText: row.text(6), "the path of run \(run)"), means: row.text(7),
            load: try Load(codedText: row.text(8), "the load of run \(run)"),
            arms: try arms(of: run))
        record.outcome = try row.outcome(0)
        record.findings = try row.findings(3)
        record.startWallNanoseconds = row.integer(4)
        record.startNanoseconds = row.counter(9)
        record.endNanoseconds = row.counter(10)
        record.startSpread = row.duration(11)
        record.costs.sampling = row.duration(12)
        record.costs.samplingTicks = try row.whole(13)
        record.costs.relay = row.duration(14)
        record.costs.softInterrupts = row.duration(15)
        record.flows = try flows(of: run)
        record.tasks = try tasks(of: run)
        record.turns = try turns(of: run)
        record.environment = try environment(of: run)
        if withSamples { record.samples = try chunks(of: run) }
        record.samples.readRest(row, from: 16)
        return record
    }

    func environment(of run: Int) throws(StoreError) -> RunEnvironment {
        let rows = try prepare(
            """
            SELECT name, value FROM run_fact JOIN fact ON fact.id = run_fact.fact
            WHERE run = ? ORDER BY position
            """)
        try rows.bind([.whole(run)])
        return try facts(rows)
    }

    private func arms(of run: Int) throws(StoreError) -> [ArmProof] {
        let row = try prepare(
            """
            SELECT definition, algorithm, digest, client_ns, server_ns FROM arm
            WHERE run = ? ORDER BY position
            """)
        try row.bind([.whole(run)])
        var arms: [ArmProof] = []
        while try row.step() {
            var proof = ArmProof(
                arm: try Arm(codedText: row.text(0), "an arm of run \(run)"),
                algorithm: row.text(1), digest: row.optionalText(2))
            proof.clientTime = row.duration(3)
            proof.serverTime = row.duration(4)
            arms.append(proof)
        }
        let program = try prepare(
            """
            SELECT arm, member, id, tag, calls, ns FROM program
            WHERE run = ? ORDER BY arm, position
            """)
        try program.bind([.whole(run)])
        while try program.step() {
            let place: Int = try program.whole(0)
            guard arms.indices.contains(place) else {
                throw .content("run \(run) has no arm \(place)")
            }
            arms[place].programs.append(
                ArmProof.CountedProgram(
                    member: program.text(1), id: try program.whole(2, as: UInt32.self),
                    tag: program.text(3),
                    calls: program.counter(4), nanoseconds: program.counter(5)))
        }
        return arms
    }

    private func turns(of run: Int) throws(StoreError) -> [Turn] {
        let row = try prepare(
            "SELECT arm, start_ns, moved, calls FROM turn WHERE run = ? ORDER BY position")
        try row.bind([.whole(run)])
        var turns: [Turn] = []
        while try row.step() {
            turns.append(
                Turn(
                    arm: row.text(0), startNanoseconds: row.counter(1), moved: try row.whole(2),
                    calls: row.counter(3)))
        }
        return turns
    }

    func flows(of run: Int) throws(StoreError) -> [FlowResult] {
        let row = try prepare(
            "SELECT flow, part, test, arm, client, server FROM flow WHERE run = ? ORDER BY position"
        )
        try row.bind([.whole(run)])
        var flows: [FlowResult] = []
        while try row.step() {
            guard let test = NetperfTest(rawValue: row.text(2)) else {
                throw .content("no test is called \(row.text(2))")
            }
            flows.append(
                FlowResult(
                    flow: try row.whole(0), part: row.text(1), test: test,
                    arm: row.optionalText(3), client: row.text(4), server: row.text(5)))
        }
        try readSpells(of: run, into: &flows)
        return flows
    }

    private func readSpells(
        of run: Int, into flows: inout [FlowResult]
    ) throws(StoreError) {
        let row = try prepare(
            """
            SELECT flow, start_ns, seconds, throughput, local_algorithm, remote_algorithm,
                latency, interim, said
            FROM spell WHERE run = ? ORDER BY flow, position
            """)
        try row.bind([.whole(run)])
        while try row.step() {
            let place: Int = try row.whole(0)
            guard flows.indices.contains(place) else {
                throw .content("run \(run) has no flow at \(place)")
            }
            flows[place].spells.append(try row.spell("a flow of run \(run)"))
        }
    }

    func samples(of run: Int) throws(StoreError) -> RunRecord.Samples {
        let row = try prepare(
            """
            SELECT lost_acks, late_p50_ns, late_p99_ns, late_maximum_ns, late_packets, lost_latencies
            FROM run WHERE number = ?
            """)
        try row.bind([.whole(run)])
        guard try row.step() else { throw .reason(.said("there is no run \(run)")) }
        var samples = try chunks(of: run)
        samples.readRest(row, from: 0)
        return samples
    }

    private func chunks(of run: Int) throws(StoreError) -> RunRecord.Samples {
        var samples = RunRecord.Samples()
        samples.flows = try series(of: run)
        samples.queues = try series(of: run)
        samples.acks = try series(of: run)
        samples.code = try series(of: run)
        samples.latencies = try series(of: run)
        return samples
    }

    private func series<Sample: StoredSample>(
        of run: Int
    ) throws(StoreError) -> Series<Sample> {
        var all: ContiguousArray<Sample> = []
        try eachChunk(of: Sample.self, in: run) { chunk in
            if all.isEmpty { all = chunk } else { all += chunk }
        }
        return Series(all)
    }

    func eachChunk<Sample: StoredSample>(
        of type: Sample.Type, in run: Int, _ body: (ContiguousArray<Sample>) -> Void
    ) throws(StoreError) {
        let row = try prepare(
            "SELECT count, bytes FROM sample WHERE run = ? AND kind = ? ORDER BY chunk")
        try row.bind([.whole(run), .text(Sample.kind.rawValue)])
        while try row.step() {
            let count: Int = try row.whole(0)
            let chunk = row.withBlob(1) { ChunkDecoder<Sample>.samples($0, count: count) }
            guard let chunk else {
                throw .content("\(Sample.kind.rawValue) samples of run \(run) make no sense")
            }
            body(chunk)
        }
    }
}

extension RunRecord.Samples {
    fileprivate mutating func readRest(_ row: Statement, from column: Int32) {
        lostAcks = row.isNull(column) ? nil : row.counter(column)
        lostLatencies = row.isNull(column + 5) ? nil : row.counter(column + 5)
        guard !row.isNull(column + 4) else { return }
        lateness = RunRecord.Lateness(
            p50: row.duration(column + 1), p99: row.duration(column + 2),
            maximum: row.duration(column + 3), packets: row.counter(column + 4))
    }
}

extension Statement {
    fileprivate func spell(_ subject: String) throws(StoreError) -> FlowResult.Spell {
        var spell = FlowResult.Spell(
            startNanoseconds: counter(1), seconds: real(2), throughput: real(3),
            localAlgorithm: text(4), remoteAlgorithm: text(5))
        if !isNull(6) { spell.latency = try FlowResult.Latency(codedText: text(6), subject) }
        if !isNull(7) { spell.interim = try [FlowResult.Interim](codedText: text(7), subject) }
        if !isNull(8) { spell.said = try Said(codedText: text(8), subject).words }
        return spell
    }
}

// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import Testbed

/// `graft testbed run PATH... --netperf TEST`: one load on one path.
enum TestbedRunVerb {
    private static let test = Option(
        "netperf", Form<NetperfTest>.choice("TEST"), default: "TCP_STREAM", "the test to run")
    private static let flows = Option(
        "flows", .integer("N", in: 1...12_768), default: "1", "how many flows of it")
    private static let time = Option(
        "time", .duration(), default: "5s", "how long, in whole seconds")
    private static let arms = Option(
        repeating: "arm", .text("ALGORITHM", .names(Names.extensions.rawValue)),
        "a congestion control of the kernel, or NAME=FILE for an extension; the first is the "
            + "default (cubic)")
    private static let knobs = Option(
        repeating: "set", .setting, "set a knob of the first arm's extension")
    private static let parts = Option(
        repeating: "also", .text("LOAD"),
        "run this beside it: 'netperf=TCP_RR flows=2 after=1s'; may be repeated")
    private static let strict = Option(
        flag: "strict", "a run is void, not only warned of, where its hygiene is bad")
    private static let acks = Option(flag: "acks", "sample every acknowledgement")
    private static let samples = Option(
        "samples", .file("FILE", ".csv"),
        "write the samples of all flows there, and acknowledgements into FILE.acks")
    private static let rounds = Option(
        "rounds", .integer("N", in: 1...1000), default: "1",
        "run it so often; with several arms and no --also, each arm in turn")
    static let command = Command(
        Verb(
            "run", "run a load over a path, and prove what ran",
            discussion: """
                Makes the network, puts the arms in place, runs netperf, and takes everything \
                out again. The result says what the kernel was seen to use; a run that cannot \
                be proven is void, and says why.
                """,
            operands: [TestbedOptions.path],
            options: [
                test, flows, time, arms, knobs, parts, rounds, strict, acks, samples,
                TestbedOptions.name,
            ],
            examples: [
                Example(
                    "graft testbed run rate=100mbit delay=10ms --arm bpf=cubic --time 10s",
                    "BPF CUBIC on an emulated path"),
                Example(
                    "graft testbed run rate=20mbit queue=500kB --also 'netperf=TCP_RR after=2s'",
                    "a latency probe beside a bulk flow"),
            ])
    ) { invocation in try measure(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func measure(_ invocation: Invocation) throws -> ExitStatus {
        let path = try TestbedOptions.path(invocation[TestbedOptions.path])
        let request = try request(invocation)
        let netperf = try Netperf.find()
        try Ceiling.check(path, in: .host, netperf)
        Interruption.note()
        let network = try Network.make(
            path, named: invocation[TestbedOptions.name], in: .host)
        let runs = try runs(of: request, on: network, netperf, rounds: invocation[rounds])
        try network.takeDown()
        Terminal.rewrite("")
        if let file = invocation[samples] { try SampleFile.write(runs.records, to: file) }
        Terminal.show(runs, invocation)
        return runs.areValid ? .done : .refused
    }

    private static func runs(
        of request: RunRequest, on network: borrowing Network, _ netperf: Netperf, rounds: Int
    ) throws -> Runs {
        var runs = Runs()
        for round in 0..<rounds {
            for turn in turns(of: request, round) where !Interruption.hasCome {
                Terminal.rewrite("round \(round + 1): \(turn.arms[0].name)")
                runs.add(try network.run(turn, netperf), round: round)
            }
        }
        return runs
    }

    /// Each arm by itself, in an order that alternates; together where the load names arms.
    @Sendable private static func turns(of request: RunRequest, _ round: Int) -> [RunRequest] {
        guard request.load.armNames.isEmpty else { return [request] }
        let arms = round % 2 == 0 ? request.arms : request.arms.reversed()
        return arms.map { arm in
            var turn = request
            turn.arms = [arm]
            return turn
        }
    }

    @Sendable private static func request(_ invocation: Invocation) throws -> RunRequest {
        let main = Load.Part("main", invocation[test], flows: invocation[flows])
        var load = Load([main], for: invocation[time])
        for (index, words) in invocation[parts].enumerated() {
            var fields = Fields(
                words: words.split(separator: " ").map(String.init),
                known: Load.Part.fieldNames)
            let part = Load.Part("also\(index + 1)", reading: &fields)
            try TestbedOptions.check(fields.complaints, of: "read --also")
            if let part { load.parts.append(part) }
        }
        let said = invocation[arms].isEmpty ? ["cubic"] : invocation[arms]
        let settings = invocation[knobs].map { Arm.Setting($0.knob, $0.value) }
        var request = RunRequest(
            load, arms: said.enumerated().map { arm($1, $0 == 0 ? settings : []) })
        request.hygiene.isStrict = invocation[strict]
        request.sampling.everyAck = invocation[acks]
        return request
    }

    /// `NAME=FILE` is an extension; a word without `=` a file, or an algorithm of the kernel.
    private static func arm(_ word: String, _ settings: [Arm.Setting]) -> Arm {
        if let sign = word.firstIndex(of: "="), sign > word.startIndex {
            return Arm(
                String(word[..<sign]),
                .extension(
                    String(word[word.index(after: sign)...]), knobs: settings, digest: nil))
        }
        if word.contains("/") || word.hasSuffix(".o") || word.hasSuffix(".c") {
            return Arm(File(word).name, .extension(word, knobs: settings, digest: nil))
        }
        return Arm(word, .kernel(word))
    }
}

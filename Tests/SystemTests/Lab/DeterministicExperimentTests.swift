// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Kernel
import KernelLab
import Results
import Testbed
import Testing

extension InMachines {
    /// Each run boots a machine: seconds of a processor.
    @Suite("A deterministic experiment")
    struct DeterministicExperimentTests {
        private static let kernels = "one: { algorithm: cubic }, two: { algorithm: reno }"

        @Test(
            "gives the same samples on a host at rest and on one that is busy, and others by a seed"
        )
        func bytes() throws {
            let ground = try DeterministicGround(Self.kernels, control: "one", rounds: 2)
            let venue = try ground.venue()
            let run = try ground.run("one")
            let calm = venue.run([run, try ground.run("one", round: 1)])
            #expect(calm[0].outcome == .valid)
            #expect(calm[0].samples.flows.count > 50)
            let busy = try Busy.during { venue.run(run) }
            #expect(calm[0].firstDifference(from: busy) == nil)
            #expect(calm[0] == busy)
            #expect(calm[0].firstDifference(from: calm[1]) != nil)
        }

        @Test("is verified: one changed sample is found, and named with both values")
        func changedSample() throws {
            let ground = try DeterministicGround(Self.kernels, control: "one")
            let venue = try ground.venue()
            let runs = ground.plan.runs(inRound: 0)
            var records = venue.run(runs)
            var samples = records[1].samples.flows.samples
            let sample = samples[samples.count / 2]
            samples[samples.count / 2].cwnd += 1
            records[1].samples.flows = Series(samples)
            // Written anew, so that the digest in the file is that of the changed samples.
            try ground.write(Array(zip(runs, records)), venue.environment)
            let answer = try ground.graft(
                "experiment", "verify", ground.results.path, "--share", "100%")
            #expect(answer.status == 6, "\(answer.errors)")
            #expect(answer.output.count == 2, "\(answer.output)")
            #expect(answer.output[0].hasPrefix("run 2 (round 1 of "))
            #expect(answer.output[0].contains("gives other bytes here; flow 0 at "))
            #expect(
                answer.output[0].hasSuffix(
                    ": cwnd \(sample.cwnd + 1) segments, here \(sample.cwnd)"))
            #expect(answer.output[1].hasPrefix("1 of 2 runs gave the same bytes again"))
        }

        @Test("is verified by name: another kernel package, graft and translator")
        func otherSurroundings() throws {
            let ground = try DeterministicGround(Self.kernels, control: "one")
            let venue = try ground.venue()
            var environment = RunEnvironment()
            for fact in venue.environment.facts {
                let isOther = ["package", "graft", "translator", "machine"].contains {
                    fact.name.hasSuffix(".\($0)")
                }
                environment.note(fact.name, isOther ? "something else" : fact.value)
            }
            // No run in it: nothing is booted.
            try ground.write([], environment)
            let answer = try ground.graft("experiment", "verify", ground.results.path)
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(answer.output.count == 4)
            #expect(
                answer.output[0].hasPrefix("another kernel package: its digest was something else"))
            #expect(answer.output[1].hasPrefix("another graft: its digest was something else"))
            #expect(
                answer.output[2].hasPrefix("another translator: it was something else, and is QEMU")
            )
            let resumed = try ground.graft("experiment", "resume", ground.results.path)
            #expect(resumed.status == 1)
            #expect(resumed.errors[0].contains("another graft"))
        }

        @Test("with a changed knob goes the same way until the first decision that uses it")
        func knob() throws {
            let ground = try DeterministicGround(
                """
                ours: { extension: cubic }, same: { extension: cubic }, \
                mine: { extension: cubic, set: { beta: 512 } }
                """, control: "ours")
            try ground.write([], try ground.venue().environment)
            let same = try ground.graft(
                "experiment", "diff", ground.results.path, "--arms", "ours,same", "--tolerance",
                "0us")
            #expect(same.status == 0, "\(same.errors)")
            #expect(same.output.last?.hasPrefix("no difference in ") == true, "\(same.output)")
            let other = try ground.graft(
                "experiment", "diff", ground.results.path, "--arms", "ours,mine", "--json")
            #expect(other.status == 6, "\(other.errors)")
            let flow = try #require(
                JSON(parsing: other.output.joined(separator: "\n"))["flows"]?.array?.first)
            // beta says what is kept after a loss: before it there was no threshold but slow start's.
            let packet = try #require(flow["packet"])
            let names = try #require(packet["differences"]?.array).compactMap { $0["name"]?.string }
            #expect(names.contains("ssthresh"), "\(names)")
            #expect(try #require(packet["number"]?.whole) > 10)
            // Recovery, or what leads there.
            let state = try #require(packet["left"]?["congestion_state"]?.whole)
            #expect((1...4).contains(state), "\(state)")
        }
    }
}

extension JSON {
    fileprivate var whole: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}

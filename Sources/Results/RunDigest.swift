// SPDX-License-Identifier: Apache-2.0
import Digests
import Experiments

/// SHA-256 over what a run gave: two runs that went the same way have the same.
///
/// It covers the path, the load, the arms with their objects and how often each program was
/// called, what netperf said of each flow, what came of each task, when it began and ended, and every sample. It leaves
/// out where the run stood in its plan, its figures (they follow from the rest), CPU times, the
/// kernel's numbers for programs, and the environment.
///
/// It is the digest of a text. For each of those things it has a line with a name and the count
/// of its bytes, then the bytes. For samples the bytes are the digest of each chunk of the file.
struct RunDigest {
    private var text: [UInt8] = []

    mutating func take(_ name: String, _ value: String) {
        text += "\(name) \(value.utf8.count)\n".utf8
        text += value.utf8
        text.append(UInt8(ascii: "\n"))
    }

    mutating func take(_ kind: SampleKind, count: Int, _ chunk: UnsafeRawBufferPointer) {
        take(kind.rawValue, "\(count) \(Digest(of: chunk).hexadecimal)")
    }

    var hexadecimal: String { Digest(of: text).hexadecimal }
}

/// What goes in. The order counts: arms, flows, tasks, samples, then the rest.
extension RunDigest {
    mutating func take(_ arms: [ArmProof]) {
        for proof in arms {
            take("arm", proof.arm.codedText)
            take("algorithm", proof.algorithm)
            take("object", proof.digest ?? "")
            for program in proof.programs {
                take("program", "\(program.member) \(program.tag) \(program.calls)")
            }
        }
    }

    mutating func take(_ flows: [FlowResult]) {
        for flow in flows {
            take("flow", "\(flow.flow) \(flow.test.rawValue)")
            take("part", flow.part)
            take("of", flow.arm ?? "")
            take("ends", "\(flow.client) \(flow.server)")
            for spell in flow.spells { take(spell) }
        }
    }

    mutating func take(_ tasks: [TaskResult]) {
        for task in tasks {
            take("task", "\(task.number) \(task.startNanoseconds) \(task.seconds)")
            take("part", task.part)
        }
    }

    private mutating func take(_ spell: FlowResult.Spell) {
        take("spell", "\(spell.startNanoseconds) \(spell.seconds) \(spell.throughput)")
        take("algorithms", "\(spell.localAlgorithm) \(spell.remoteAlgorithm)")
        take("latency", spell.latency?.codedText ?? "")
        take("interim", spell.interim.codedText)
        take("said", Said(spell.said).codedText)
    }

    mutating func take(_ record: RunRecord) {
        take("path", record.path.codedText)
        take("load", record.load.codedText)
        take("start_ns", "\(record.startNanoseconds)")
        take("end_ns", "\(record.endNanoseconds)")
        take("lost_acks", record.samples.lostAcks.map { "\($0)" } ?? "")
        take("lost_latencies", record.samples.lostLatencies.map { "\($0)" } ?? "")
        for turn in record.turns { take("turn", "\(turn.arm) \(turn.startNanoseconds)") }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Runs one program on packets, one after another, in one buffer.
final class TrialRunner {
    private let subject: TrialProgram
    private let repeats: Int
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ subject: TrialProgram, repeats: Int) {
        self.subject = subject
        self.repeats = repeats
        // The largest packet of a capture, and room for a program to put headers in front.
        buffer = .allocate(byteCount: 1 << 19, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// What the kernel's buffer for a flow dissector holds. A dissector cannot see
    /// how long a packet is, and under traffic it sees less of it.
    private static let seenByDissector = 4096

    func outcome(of packet: [UInt8]) throws(Refusal) -> PacketOutcome {
        var packet = packet
        if subject.kind == .flowDissector, packet.count > TrialRunner.seenByDissector {
            packet.removeLast(packet.count - TrialRunner.seenByDissector)
        }
        do throws(TestRunLimit) {
            let run = try subject.program.testRun(packet, into: buffer, repeats: repeats)
            return outcome(run, packet)
        } catch {
            switch error {
            case .tooShort: return notRun(.tooShort)
            case .tooLong: return notRun(.tooLong)
            case .kernel(let error): throw Refusal(error)
            }
        }
    }

    private func notRun(_ verdict: PacketOutcome.Verdict) -> PacketOutcome {
        PacketOutcome(verdict: verdict, nanoseconds: nil, keys: nil, output: nil)
    }

    private func outcome(_ run: TestRun, _ packet: [UInt8]) -> PacketOutcome {
        let verdict = PacketOutcome.Verdict.returned(run.verdict, subject.kind)
        let output = UnsafeRawBufferPointer(rebasing: buffer[..<run.outputCount])
        let isDissector = subject.kind == .flowDissector
        // Of a dissector that says "drop" the kernel takes the keys all the same, to
        // hash by them and to pull headers up to the last offset.
        let keys = isDissector && !verdict.isHandedOver ? FlowKeys(output) : nil
        let isChanged = !isDissector && !verdict.isEnd && !output.elementsEqual(packet)
        return PacketOutcome(
            verdict: verdict, nanoseconds: run.nanoseconds, keys: keys,
            output: isChanged ? Array(output) : nil)
    }
}

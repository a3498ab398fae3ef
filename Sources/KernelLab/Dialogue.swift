// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A machine that stays up, and a command in it that answers one question after another (see
/// `Answering`). Letting go of it ends the machine.
///
/// Signals to us are noted and not passed on: whoever has heard one lets go.
public final class Dialogue {
    public let kernel: LabKernel
    public let accelerator: Accelerator
    private let attendance: Attendance
    private var answers = Frame.Reader()
    /// What the command complained of.
    private var complaints: [UInt8] = []

    public struct Answer: Equatable, Sendable {
        /// Else it was refused, and the bytes are the words of the refusal.
        public let isYes: Bool
        public let bytes: [UInt8]
    }

    /// Boots `kernel` and starts the command; nil when we were interrupted before it was up.
    public static func begin(
        _ order: Order, on kernel: LabKernel, in laboratory: Laboratory
    ) throws(LabRefusal) -> Dialogue? {
        var order = order
        order.isSpokenTo = true
        let up = try laboratory.boot(order, on: kernel)
        return up.interruption == nil ? Dialogue(up, kernel) : nil
    }

    private init(_ up: Laboratory.Boot, _ kernel: LabKernel) {
        self.kernel = kernel
        accelerator = up.accelerator
        attendance = up.attendance
    }

    /// Waits for the answer; nil when we were interrupted. After that, as after a refusal, there
    /// is no more to be asked here.
    public func ask(_ question: String, upTo limit: Duration) throws(LabRefusal) -> Answer? {
        try attendance.say(
            Frame(.input, Frame(.input, Array(question.utf8)).encoded))
        let began = Instant.now
        var bytes: [UInt8] = []
        while !Interruption.hasCome {
            guard Instant.now.since(began) < limit else {
                throw attendance.refusal("no answer came within \(limit)")
            }
            while let frame = try next() {
                if frame.kind == .output { bytes += frame.bytes }
                guard let status = frame.number, frame.kind == .exited else { continue }
                return Answer(isYes: status == 0, bytes: bytes)
            }
            try listen()
        }
        return nil
    }

    private func listen() throws(LabRefusal) {
        guard let frame = try attendance.look() else { return }
        switch frame.kind {
        case .output: answers.add(frame.bytes)
        case .errors: complaints += frame.bytes
        case .exited, .signalled:
            let words = String(decoding: complaints, as: UTF8.self)
                .split(separator: "\n").first.map(String.init)
            throw attendance.refusal(words ?? "it ended without an answer")
        case .ready, .order, .signal, .outlasted, .took, .input: return
        }
    }

    private func next() throws(LabRefusal) -> Frame? {
        do {
            return try answers.next()
        } catch {
            throw attendance.refusal("the command inside says nothing that makes sense")
        }
    }
}

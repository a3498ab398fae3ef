// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The host's side of a run: listens to the guest, its console and our own signals. Letting go
/// of it ends the machine.
final class Attendance {
    private let machine: Machine
    private let order: Order
    private let attempt: String
    private var reader = Frame.Reader()
    private(set) var console = Console()

    /// How long a command may take to end of a signal, before the machine is ended.
    private static let grace = Duration.seconds(5)
    /// How often we look at our own signals and limits.
    private static let tick = Duration.milliseconds(100)

    init(_ machine: Machine, _ kernel: LabKernel, _ order: Order) {
        self.machine = machine
        self.order = order
        attempt = "run \(order.arguments[0]) under \(kernel.release)"
    }

    enum Arrival {
        case ready
        case interrupted(Int32)
        case failed(LabRefusal)
    }

    /// Waits for the agent, and gives it the order.
    func awaitAgent(upTo limit: Duration) throws(LabRefusal) -> Arrival {
        let began = Instant.now
        while true {
            if let number = Interruption.take() { return .interrupted(number) }
            do throws(LabRefusal) {
                if let frame = try look() {
                    guard frame.kind == .ready else { continue }
                    try say(Frame(.order, order.encoded))
                    return .ready
                }
            } catch {
                return .failed(error)
            }
            if Instant.now.since(began) > limit {
                return .failed(refusal("the kernel did not come up within \(limit)"))
            }
        }
    }

    /// Passes on what the command says until it ends, one way or another.
    func attend(
        upTo limit: Duration, sink: (Laboratory.Stream, [UInt8]) throws(KernelError) -> Void
    ) throws(LabRefusal) -> Laboratory.Ending {
        let began = Instant.now
        var asked: (signal: Int32, at: Instant)?
        while true {
            if let number = Interruption.take() {
                // The second time, one does not wait for the command's manners.
                if asked != nil { return .interrupted(number) }
                asked = (number, .now)
                try say(Frame(.signal, number: number))
            }
            if let asked, Instant.now.since(asked.at) > Attendance.grace {
                return .interrupted(asked.signal)
            }
            if Instant.now.since(began) > limit { return .outlasted }
            guard let frame = try look() else { continue }
            switch frame.kind {
            case .output, .errors:
                let stream: Laboratory.Stream = frame.kind == .output ? .output : .errors
                do throws(KernelError) {
                    try sink(stream, frame.bytes)
                } catch  where error.isForLackOfReaders {
                    return .unheard
                } catch {
                    throw LabRefusal(error, attempt: attempt)
                }
            case .exited: return .exited(frame.number ?? -1)
            case .signalled: return .signalled(frame.number ?? -1)
            case .ready, .order, .signal, .outlasted, .took, .input: continue
            }
        }
    }

    /// Says something to the agent.
    func say(_ frame: Frame) throws(LabRefusal) {
        let machine = machine
        try labbing(attempt) { () throws(KernelError) in try machine.port.write(frame.encoded) }
    }

    /// The next frame, if one comes within a tick. Refused when the machine has ended.
    func look() throws(LabRefusal) -> Frame? {
        if let frame = try decoded() { return frame }
        let machine = machine
        var watch = Watch()
        let spoken = watch.add(machine.port)
        let printed = watch.add(machine.console)
        watch.add(machine.process)
        var said: [UInt8] = []
        var shown: [UInt8] = []
        let ending: ChildProcess.Ending?
        do throws(KernelError) {
            try watch.wait(upTo: Attendance.tick)
            // First the ending, then what was said before it.
            ending = try machine.process.ending()
            if watch.isReady(spoken) { _ = try machine.port.read(into: &said) }
            if watch.isReady(printed) { _ = try machine.console.read(into: &shown) }
        } catch {
            throw refusal(error.description)
        }
        reader.add(said)
        console.add(shown)
        if let frame = try decoded() { return frame }
        if let ending, said.isEmpty, shown.isEmpty {
            throw refusal(Attendance.words(ending))
        }
        return nil
    }

    private static func words(_ ending: ChildProcess.Ending) -> String {
        switch ending {
        case .exited(0): "the machine went down before the command ended"
        case .exited(let code): "QEMU ended with status \(code)"
        case .signalled(let number): "QEMU was ended by signal \(number)"
        }
    }

    private func decoded() throws(LabRefusal) -> Frame? {
        do {
            return try reader.next()
        } catch {
            throw refusal("the agent inside says nothing that makes sense")
        }
    }

    func refusal(_ reason: String) -> LabRefusal {
        LabRefusal(attempt, reason, console: console)
    }
}

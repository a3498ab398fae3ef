// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The side inside: runs one command in the guest and tells the host of it.
public enum Agent {
    /// What the program is called with to be the agent; no verb, nobody types it.
    public static let word = "lab-agent"

    /// As shells say it.
    private static let notFound: Int32 = 127

    public static func serve(_ device: String) throws(KernelError) {
        let port = try Descriptor.device(device)
        try port.write(Frame(.ready).encoded)
        var reader = Frame.Reader()
        guard let frame = try next(&reader, port), frame.kind == .order,
            let order = Order(frame.bytes)
        else { throw KernelError("read an order from \(device)", .said("it is none")) }
        do throws(KernelError) {
            try carryOut(order, port, &reader)
        } catch {
            try port.write(Frame(.errors, Array("graft-lab: \(error)\n".utf8)).encoded)
            try port.write(Frame(.exited, number: notFound).encoded)
        }
        // The host ends the machine once it has read that. It may not end by itself before.
        while true { Duration.seconds(60).pause() }
    }

    private static func next(
        _ reader: inout Frame.Reader, _ port: borrowing Descriptor
    ) throws(KernelError) -> Frame? {
        while true {
            if let frame = try reader.next(to: "read from the host") { return frame }
            var bytes: [UInt8] = []
            guard try port.read(into: &bytes) > 0 else { return nil }
            reader.add(bytes)
        }
    }

    private static func carryOut(
        _ order: Order, _ port: borrowing Descriptor, _ reader: inout Frame.Reader
    ) throws(KernelError) {
        var spawn = try order.spawn()
        spawn.leadsGroup = true
        spawn.output = .pipe
        spawn.errors = .pipe
        var child = try ChildProcess.start(spawn)
        let output = child.output.take()
        let errors = child.errors.take()
        guard let output, let errors else { preconditionFailure("both were asked for") }
        let ending = try relay(child, output, errors, port, &reader)
        // What it wrote into the shared folder is there before its ending is known.
        Host.synchronize()
        switch ending {
        case .exited(let code): try port.write(Frame(.exited, number: code).encoded)
        case .signalled(let number): try port.write(Frame(.signalled, number: number).encoded)
        }
    }

    /// Passes on what the command says and what it is told, until it ends.
    private static func relay(
        _ child: borrowing ChildProcess, _ output: borrowing Descriptor,
        _ errors: borrowing Descriptor, _ port: borrowing Descriptor,
        _ reader: inout Frame.Reader
    ) throws(KernelError) -> ChildProcess.Ending {
        var watch = Watch()
        let said = watch.add(output)
        let complained = watch.add(errors)
        let told = watch.add(port)
        watch.add(child)
        // It may have come in one piece with the order.
        try obey(&reader, child)
        while true {
            // First the ending, then the pipes: what it wrote before its end is in them.
            let ending = try child.ending()
            try watch.wait(upTo: ending == nil ? .seconds(3600) : .zero)
            var isSilent = true
            if watch.isReady(said) {
                isSilent = try !pass(.output, output, port)
                if isSilent { watch.leaveOut(said) }
            }
            if watch.isReady(complained) {
                let isHeard = try pass(.errors, errors, port)
                if !isHeard { watch.leaveOut(complained) }
                isSilent = isSilent && !isHeard
            }
            if watch.isReady(told) {
                try listen(port, &reader, child)
            }
            if let ending, isSilent { return ending }
        }
    }

    /// Whether there was something; false at the end of the stream.
    private static func pass(
        _ kind: Frame.Kind, _ stream: borrowing Descriptor, _ port: borrowing Descriptor
    ) throws(KernelError) -> Bool {
        var bytes: [UInt8] = []
        guard try stream.read(into: &bytes) > 0 else { return false }
        try port.write(Frame(kind, bytes).encoded)
        return true
    }

    private static func listen(
        _ port: borrowing Descriptor, _ reader: inout Frame.Reader,
        _ child: borrowing ChildProcess
    ) throws(KernelError) {
        var bytes: [UInt8] = []
        guard try port.read(into: &bytes) > 0 else { return }
        reader.add(bytes)
        try obey(&reader, child)
    }

    /// Does what has been said and not been done yet.
    private static func obey(
        _ reader: inout Frame.Reader, _ child: borrowing ChildProcess
    ) throws(KernelError) {
        while let frame = try reader.next(to: "read from the host") {
            // Either is refused only when it has ended, and then its ending says so.
            if frame.kind == .input { try? child.input?.write(frame.bytes) }
            guard frame.kind == .signal, let number = frame.number else { continue }
            try? child.signal(number)
        }
    }
}

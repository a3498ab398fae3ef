// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The side inside of a deterministic machine: finds its order in a folder, runs the command,
/// and says nothing until it has ended. Then all that is to be told lies in the folder.
public enum QuietAgent {
    /// What the program is called with to be it; no verb, nobody types it.
    public static let word = "lab-quiet-agent"

    /// The files of the folder.
    enum Name {
        static let order = "order"
        /// In nanoseconds of the machine's own time, as text.
        static let limit = "limit"
        static let said = "said"
        static let output = "output"
        static let errors = "errors"
    }

    /// As shells say that there is no such program.
    private static let notFound: Int32 = 127

    public static func serve(_ path: String) throws(KernelError) {
        let folder = Folder(path)
        guard let order = Order(try folder.file(Name.order).bytes()),
            let limit = Int64(try folder.file(Name.limit).value())
        else { throw KernelError("read the order in \(path)", .said("it is none")) }
        let began = Instant.now
        var complaint: [UInt8] = []
        let ending: Frame
        do throws(KernelError) {
            ending = try run(order, folder, upTo: .nanoseconds(limit))
        } catch {
            complaint = Array("graft-lab: \(error)\n".utf8)
            ending = Frame(.exited, number: notFound)
        }
        let took = Instant.now.since(began)
        let output = try folder.file(Name.output).bytesIfAny() ?? []
        let errors = (try folder.file(Name.errors).bytesIfAny() ?? []) + complaint
        var said = Frame.portioned(.output, output) + Frame.portioned(.errors, errors)
        said += Frame(.took, Array("\(took.wholeNanoseconds)".utf8)).encoded
        // Last: without it, whoever reads this knows that it is not whole.
        said += ending.encoded
        let file = try Descriptor.create(folder.file(Name.said).path)
        try file.write(said)
    }

    private static func run(
        _ order: Order, _ folder: Folder, upTo limit: Duration
    ) throws(KernelError) -> Frame {
        var spawn = try order.spawn()
        spawn.leadsGroup = true
        spawn.output = .descriptor(try .create(folder.file(Name.output).path))
        spawn.errors = .descriptor(try .create(folder.file(Name.errors).path))
        let child = try ChildProcess.start(spawn)
        let ending = try child.wait(upTo: limit)
        guard let ending else {
            _ = try child.end(within: .seconds(2))
            return Frame(.outlasted)
        }
        switch ending {
        case .exited(let code): return Frame(.exited, number: code)
        case .signalled(let number): return Frame(.signalled, number: number)
        }
    }
}

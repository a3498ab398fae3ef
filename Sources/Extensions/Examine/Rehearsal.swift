// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What came of really doing it: register an object, send traffic through it where its hook
/// carries any, swap it for itself, take it out again.
///
/// Nothing of it stays. It is meant for a kernel that nobody else uses; on a host in use, a
/// scheduler rules all of it for that moment.
public struct Rehearsal: Sendable {
    public private(set) var attach: Check.Answer = .unknown("it was not tried")
    public private(set) var swap: Check.Answer = .unknown("it was not tried")
    /// For a congestion control.
    public private(set) var traffic: Check.Answer?
    public private(set) var stream: LoopbackStream?
    public private(set) var taken: Check.Answer = .unknown("it was not tried")

    private static let amount = 4 << 20
    private static let limit = Duration.seconds(60)

    /// In a registry of its own, so that no record of the host's is touched.
    public init(
        _ object: Object, as name: String?, knobs: [Record.Setting], on kernel: RunningKernel,
        shelf: Shelf
    ) throws(Refusal) {
        guard !object.tables.isEmpty else {
            let why = "a program needs a site, and the host's are not for trying"
            (attach, swap, taken) = (.unknown(why), .unknown(why), .unknown(why))
            return
        }
        let folder = try refusing { () throws(KernelError) in try Folder.temporary() }
        let places = Places(
            pins: "/sys/fs/bpf/\(File(folder.path).name)", records: folder.path + "/records",
            store: folder.path + "/store")
        let registry = Registry(places)
        var options = RegisterOptions(file: object.name)
        options.name = name
        options.knobs = knobs
        do throws(Refusal) {
            let session = try Session(places)
            let records = try registry.register(
                object, options, shelf: shelf, on: kernel, session)
            attach = .yes
            for record in records {
                if record.hook == Hook.congestionControl.id { send(under: record.name) }
                if record.isLinked {
                    exchange(record.name, object, registry, knobs, shelf, kernel, session)
                } else {
                    swap = .unknown("it is registered without a link: take it out, and in again")
                }
            }
            takeOut(records.map(\.name), registry, shelf, kernel, session)
        } catch {
            attach = .no([error.description])
        }
        try refusing { () throws(KernelError) in
            try Folder(places.pins).removeIfAny()
            try folder.removeTree()
        }
    }

    public var isWhole: Bool {
        !attach.isNo && !swap.isNo && !taken.isNo && traffic?.isNo != true
    }

    private mutating func send(under algorithm: String) {
        do throws(KernelError) {
            let namespace = try NetworkNamespace.unnamed()
            var devices = try NetworkDevices(in: namespace)
            try devices.setUp("lo")
            let stream = try namespace.run { () throws(KernelError) in
                try LoopbackStream.send(Rehearsal.amount, under: algorithm, limit: Rehearsal.limit)
            }
            self.stream = stream
            guard stream.algorithm == algorithm else {
                traffic = .no(["the connection ran under \(stream.algorithm)"])
                return
            }
            traffic = .yes
        } catch {
            traffic = .no([error.description])
        }
    }

    private mutating func exchange(
        _ name: String, _ object: Object, _ registry: Registry, _ knobs: [Record.Setting],
        _ shelf: Shelf, _ kernel: RunningKernel, _ session: borrowing Session
    ) {
        var options = SwapOptions(file: object.name)
        options.knobs = knobs
        options.renames = true
        options.allowsGap = true
        do throws(Refusal) {
            _ = try registry.swap(
                name, to: object, options, shelf: shelf, on: kernel, session)
            swap = .yes
        } catch {
            swap = .no([error.description])
        }
    }

    private mutating func takeOut(
        _ names: [String], _ registry: Registry, _ shelf: Shelf, _ kernel: RunningKernel,
        _ session: borrowing Session
    ) {
        taken = .yes
        for name in names {
            do throws(Refusal) {
                _ = try registry.unregister(name, shelf: shelf, on: kernel, session)
            } catch {
                taken.object(error.description)
            }
        }
    }
}

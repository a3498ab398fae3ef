// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Where commands run under another kernel.
public struct Laboratory: Sendable {
    public let cache: KernelCache
    /// The program that is to be the agent inside: this one, as a file of this host.
    public let agent: String

    public init(_ cache: KernelCache, agent: String) {
        self.cache = cache
        self.agent = agent
    }

    /// With this user's kernels, and the running program as the agent.
    public static func host() throws(LabRefusal) -> Laboratory {
        guard let own = Executable.own, File(own).isThere else {
            throw LabRefusal(
                "open the lab", "the file of this program is gone, and the guest needs it",
                hint: "it was replaced while it ran: start it again")
        }
        return Laboratory(try .ofThisUser(), agent: own)
    }

    /// What came of a command.
    public enum Ending: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)
        /// It still ran at its time limit.
        case outlasted
        /// Nobody reads what it says any more.
        case unheard
        /// By this signal to us, and the command did not end of it.
        case interrupted(Int32)
    }

    public struct Run: Equatable, Sendable {
        public let ending: Ending
        public let accelerator: Accelerator
        /// From the start of the machine to the command's.
        public let boot: Duration
        public let console: Console
    }

    public enum Stream: Sendable { case output, errors }

    /// Boots `kernel`, carries out `order` there, and hands what it says to `sink` as it comes.
    ///
    /// `limit` is the command's. `share` is the one folder that it can write into for good.
    /// SIGINT, SIGTERM and SIGHUP go to the command from now on, and no longer end us.
    public func run(
        _ order: Order, on kernel: LabKernel, limit: Duration, share: String? = nil,
        sink: (Stream, [UInt8]) throws(KernelError) -> Void
    ) throws(LabRefusal) -> Run {
        let up = try boot(order, on: kernel, share: share)
        let ending: Ending
        if let number = up.interruption {
            ending = .interrupted(number)
        } else {
            ending = try up.attendance.attend(upTo: limit, sink: sink)
        }
        return Run(
            ending: ending, accelerator: up.accelerator, boot: up.time,
            console: up.attendance.console)
    }

    /// A machine that is up, and whose agent has its order.
    struct Boot {
        let attendance: Attendance
        let accelerator: Accelerator
        /// From its start to the order.
        let time: Duration
        /// The signal to us that came before it was up: nothing was ordered then.
        var interruption: Int32?
    }

    /// Boots `kernel` and gives the agent its order. From now on SIGINT, SIGTERM and SIGHUP are
    /// noted, and no longer end us.
    func boot(
        _ order: Order, on kernel: LabKernel, share: String? = nil
    ) throws(LabRefusal) -> Boot {
        let shared = try resolve(share)
        let ramdisk = try Ramdisk(for: kernel, agent: agent, share: shared)
        Interruption.note()
        var accelerator = try Accelerator.promising(cache)
        while true {
            let began = Instant.now
            let machine = try Machine.start(kernel, ramdisk, share: shared, accelerator)
            let attendance = Attendance(
                machine, kernel, order.told(of: kernel.release, accelerator))
            let arrival = try attendance.awaitAgent(upTo: accelerator.patience)
            let time = Instant.now.since(began)
            switch arrival {
            case .ready:
                return Boot(attendance: attendance, accelerator: accelerator, time: time)
            case .interrupted(let number):
                return Boot(
                    attendance: attendance, accelerator: accelerator, time: time,
                    interruption: number)
            case .failed(let refusal):
                guard accelerator == .kvm else { throw refusal }
                try Accelerator.rememberFailure(cache)
                accelerator = .tcg
            }
        }
    }

    private func resolve(_ share: String?) throws(LabRefusal) -> String? {
        guard let share else { return nil }
        return try labbing("share \(share)") { () throws(KernelError) in
            let path = try File(share).resolved()
            guard try Folder(path).exists() else {
                throw KernelError("look at \(path)", .said("it is no folder"))
            }
            return path
        }
    }
}

extension Order {
    /// With what a command may know of the lab: that the machine is its own, whose kernel that
    /// is, and whether the figures come from a processor or from a translator.
    fileprivate func told(of release: Release, _ accelerator: Accelerator) -> Order {
        var order = self
        order.environment += [
            "GRAFT_LAB=\(release)", "GRAFT_LAB_ACCELERATION=\(accelerator.help)",
        ]
        return order
    }
}

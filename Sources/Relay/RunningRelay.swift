// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A relay that runs. Letting go of one ends it, and with it its rules and queues.
public struct RunningRelay: ~Copyable, Sendable {
    private let process: ChildProcess
    private let file: File

    init(_ process: consuming ChildProcess, _ file: File) {
        self.process = process
        self.file = file
    }

    public var pid: Int32 { process.pid }

    /// How it ended; none while it runs, as it shall until it is told to end.
    public func ending() throws(KernelError) -> ChildProcess.Ending? { try process.ending() }

    /// What it has done so far.
    public func figures() throws(KernelError) -> RelayFigures {
        try RelayFigures(reading: file)
    }

    /// Ends it: what it holds goes on its way, then the rules go. Answers the last figures.
    public consuming func end() throws(KernelError) -> RelayFigures {
        let file = file
        let ending = try process.end(within: .seconds(5))
        guard ending.isSuccess else {
            throw KernelError("end the relay", .said("it had ended by itself: \(ending)"))
        }
        return try RelayFigures(reading: file)
    }

    /// Leaves it to itself, for one that was started to outlive us. SIGTERM ends it.
    public consuming func leave() throws(KernelError) -> ProcessIdentity {
        guard let identity = try ProcessIdentity(of: process.pid) else {
            throw KernelError("leave the relay to itself", .said("it has ended"))
        }
        process.leave()
        return identity
    }
}

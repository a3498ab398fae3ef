// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How the machine's processors have spent their time since boot, all together.
public struct ProcessorTime: Equatable, Sendable {
    /// In clock ticks.
    public let user, nice, system, idle, waiting, interrupts, softInterrupts, stolen: UInt64

    public static func now() throws(KernelError) -> ProcessorTime {
        let line = try File("/proc/stat").text().prefix { $0 != "\n" }
        guard let time = ProcessorTime(line) else {
            throw KernelError("read /proc/stat", .said("its first line is none of processors"))
        }
        return time
    }

    /// The line `cpu  1 2 3 4 5 6 7 8 ...`.
    init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.first == "cpu", fields.count >= 9 else { return nil }
        let ticks = fields[1...8].compactMap { UInt64($0) }
        guard ticks.count == 8 else { return nil }
        (user, nice, system, idle) = (ticks[0], ticks[1], ticks[2], ticks[3])
        (waiting, interrupts, softInterrupts, stolen) = (ticks[4], ticks[5], ticks[6], ticks[7])
    }

    public var busy: UInt64 { user + nice + system + interrupts + softInterrupts }
    public var all: UInt64 { busy + idle + waiting + stolen }

    /// A second in ticks.
    public static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }
}

extension ProcessIdentity {
    /// How long it has run on processors, all its threads together.
    public func processorTime() throws(KernelError) -> Duration {
        let line = try File("/proc/\(pid)/stat").text()
        guard let end = line.lastIndex(of: ")") else { return .zero }
        let fields = line[line.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12])
        else { throw KernelError("read /proc/\(pid)/stat", .said("it has no times")) }
        return .milliseconds(Int64(Double(user + system) * 1000 / ProcessorTime.ticksPerSecond))
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A value of the kernel that can be set while it runs, by its name.
///
/// Those of `net.` belong to a network namespace: that of the thread which opens the
/// file. A file once opened keeps to its namespace, whoever reads and writes it.
public struct Sysctl: Hashable, Sendable {
    public let name: String

    /// Names as sysctl(8) writes them: dots between, and a slash for a dot that is part
    /// of a name (`net.ipv4.conf.eth0/100.forwarding`).
    public init(_ name: String) {
        self.name = name
    }

    public static let congestionControl = Sysctl("net.ipv4.tcp_congestion_control")
    public static let availableCongestionControls =
        Sysctl("net.ipv4.tcp_available_congestion_control")

    var file: File {
        let path = name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 }
        return File("/proc/sys/\(String(path))")
    }

    /// Its value in the calling thread's namespace.
    public func read() throws(KernelError) -> String {
        try file.value()
    }

    public func read(in namespace: borrowing NetworkNamespace) throws(KernelError) -> String {
        try namespace.run { () throws(KernelError) in try read() }
    }

    /// Sets it in the calling thread's namespace.
    public func write(_ value: String) throws(KernelError) {
        try file.set(value)
    }

    public func write(
        _ value: String, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) {
        try namespace.run { () throws(KernelError) in try write(value) }
    }

    /// Sets it while `body` runs, then puts the value before back, whatever happened.
    public func withValue<Value: ~Copyable>(
        _ value: String, in namespace: borrowing NetworkNamespace,
        _ body: () throws(KernelError) -> Value
    ) throws(KernelError) -> Value {
        let change = try change(to: value, in: namespace)
        let answer = try body()
        try change.undo()
        return answer
    }

    /// Sets it until the change that is returned is undone or dropped.
    public func change(
        to value: String, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) -> SysctlChange {
        let opened = try namespace.run { () throws(KernelError) in
            try Descriptor(opening: file.path, O_RDWR)
        }
        return try SysctlChange(of: self, opened, to: value)
    }
}

/// A sysctl that was changed. Letting go of it puts the value before back.
public struct SysctlChange: ~Copyable, Sendable {
    public let sysctl: Sysctl
    public let before: String
    /// The file, opened in the namespace of the change: so it can be undone from anywhere.
    private let file: Descriptor
    private var isUndone = false

    fileprivate init(
        of sysctl: Sysctl, _ file: consuming Descriptor, to value: String
    ) throws(KernelError) {
        let before = try SysctlChange.read(file, sysctl)
        if before != value { try SysctlChange.write(value, file, sysctl) }
        self.sysctl = sysctl
        self.before = before
        self.file = file
    }

    deinit {
        // Whoever wants to know of a refusal calls `undo`.
        if !isUndone { try? SysctlChange.write(before, file, sysctl) }
    }

    /// Puts the value before back, and says when the kernel refuses.
    public consuming func undo() throws(KernelError) {
        isUndone = true
        if try SysctlChange.read(file, sysctl) == before { return }
        try SysctlChange.write(before, file, sysctl)
    }

    // The file has one position, and these files want theirs at 0: pread and pwrite.
    private static func read(
        _ file: borrowing Descriptor, _ sysctl: Sysctl
    ) throws(KernelError) -> String {
        var room = [UInt8](repeating: 0, count: 4096)
        let count = retrying { pread(file.raw, &room, room.count, 0) }
        guard count >= 0 else { throw KernelError.last("read \(sysctl.name)") }
        let value = room[..<count].reversed().drop { $0 == 0x0a || $0 == 0x20 }
        return String(decoding: value.reversed(), as: UTF8.self)
    }

    private static func write(
        _ value: String, _ file: borrowing Descriptor, _ sysctl: Sysctl
    ) throws(KernelError) {
        let bytes = Array(value.utf8)
        guard retrying({ pwrite(file.raw, bytes, bytes.count, 0) }) == bytes.count else {
            throw KernelError.last("set \(sysctl.name) to \"\(value)\"")
        }
    }
}

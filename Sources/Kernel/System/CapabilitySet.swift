// SPDX-License-Identifier: Apache-2.0
/// What a process may do beyond its user's rights.
public struct CapabilitySet: OptionSet, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static let netAdmin = CapabilitySet(rawValue: 1 << 12)
    public static let netRaw = CapabilitySet(rawValue: 1 << 13)
    public static let sysAdmin = CapabilitySet(rawValue: 1 << 21)
    public static let sysResource = CapabilitySet(rawValue: 1 << 24)
    public static let perfmon = CapabilitySet(rawValue: 1 << 38)
    public static let bpf = CapabilitySet(rawValue: 1 << 39)

    /// What is in force for this process.
    public static func effective() throws(KernelError) -> CapabilitySet {
        let path = "/proc/thread-self/status"
        guard let set = CapabilitySet(effectiveIn: try File(path).text()) else {
            throw KernelError("read \(path)", .said("it has no line CapEff"))
        }
        return set
    }

    /// The line `CapEff` of a `/proc/PID/status`.
    init?(effectiveIn status: String) {
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        guard let digits = line?.split(separator: "\t").last,
            let bits = UInt64(digits, radix: 16)
        else { return nil }
        self.init(rawValue: bits)
    }

    private static let names: [(CapabilitySet, String)] = [
        (.netAdmin, "CAP_NET_ADMIN"), (.netRaw, "CAP_NET_RAW"), (.sysAdmin, "CAP_SYS_ADMIN"),
        (.sysResource, "CAP_SYS_RESOURCE"), (.perfmon, "CAP_PERFMON"), (.bpf, "CAP_BPF"),
    ]

    /// The kernel's names of those that have one here.
    public var names: [String] {
        CapabilitySet.names.filter { contains($0.0) }.map(\.1)
    }
}

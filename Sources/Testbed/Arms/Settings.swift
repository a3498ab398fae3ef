// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Sysctls that a run changes inside the namespaces of a network. Letting go of it puts
/// the values before back.
final class Settings: Sendable {
    private let changes: [HeldChange]

    private final class HeldChange: Sendable {
        let change: SysctlChange

        init(_ change: consuming SysctlChange) { self.change = change }
    }

    init(_ arms: [Arm], at stations: [Station]) throws(Refusal) {
        let usesECN = arms.contains(where: \.usesECN)
        var wanted: [Arm.Setting] = [Arm.Setting("net.ipv4.tcp_ecn", usesECN ? "1" : "2")]
        for setting in arms.flatMap(\.sysctls) {
            guard setting.name.hasPrefix("net.") else {
                throw Refusal(
                    "set \(setting.name)",
                    .misfit("only those of \"net.\" belong to a namespace, and others are left alone"))
            }
            if let other = wanted.first(where: { $0.name == setting.name }), other != setting {
                throw Refusal(
                    "set \(setting.name)",
                    .misfit("two arms of this run want \(other.value) and \(setting.value)"))
            }
            if !wanted.contains(setting) { wanted.append(setting) }
        }
        changes = try refusing { () throws(KernelError) in
            var changes: [HeldChange] = []
            for station in stations {
                for setting in wanted {
                    let change = try Sysctl(setting.name).change(
                        to: setting.value, in: station.namespace)
                    changes.append(HeldChange(change))
                }
            }
            return changes
        }
    }

    /// Makes an algorithm the default of a station, for what cannot ask for one.
    static func makeDefault(_ arm: ArmInPlace, at station: Station) throws(Refusal) -> AnyObject {
        guard arm.isForAll else {
            // Tried all the same, the kernel would refuse it and lose a reference to it.
            throw Refusal(
                "make \(arm.algorithm) the default at \(station.role)",
                .misfit(
                    "TCP_SENDFILE takes no algorithm of its own, and \(arm.arm.name) may not be a "
                        + "default (it lacks the flag TCP_CONG_NON_RESTRICTED)"))
        }
        return try refusing { () throws(KernelError) in
            HeldChange(
                try Sysctl.congestionControl.change(to: arm.algorithm, in: station.namespace))
        }
    }
}

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
                    .misfit(
                        "only those of \"net.\" belong to a namespace, and others are left alone"))
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
}

/// A congestion control that connections from a client to a server have without asking.
///
/// By the route, which takes any; a namespace's default takes only those that are marked
/// for all. Letting go of it removes the route.
final class RouteDefault: Sendable {
    private let station: Station
    private let server: IPAddress

    init(
        _ algorithm: String, at station: Station, to server: IPAddress, by gateway: IPAddress?
    ) throws(Refusal) {
        try refusing("make \(algorithm) the default at \(station.role)") {
            () throws(KernelError) in
            var devices = try NetworkDevices(in: station.namespace)
            try devices.setRoute(
                Route(
                    to: server, prefix: server.isV4 ? 32 : 128, by: gateway,
                    device: gateway == nil ? "eth0" : nil, congestionControl: algorithm))
        }
        self.station = station
        self.server = server
    }

    deinit {
        // The namespace may have gone before us; and if it stays, so does only the route.
        guard var devices = try? NetworkDevices(in: station.namespace) else { return }
        try? devices.removeRoute(to: server, prefix: server.isV4 ? 32 : 128)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Gathers what a run took place on.
struct Surroundings {
    let stage: RunStage
    let books: Books
    let ours: Duration

    func environment() throws(Refusal) -> RunEnvironment {
        var environment = RunEnvironment()
        try refusing("note what the run took place on") { () throws(KernelError) in
            environment.add(try Machine.facts())
            environment.add(stage.netperf.facts)
            let load = try File("/proc/loadavg").value()
            environment.note("load.average", load)
            let (steal, other) = books.shares(ours: ours)
            environment.note("load.steal", Surroundings.percent(steal))
            environment.note("load.other", Surroundings.percent(other))
            if stage.request.arms.contains(where: { $0.hook == .scheduler }) {
                environment.add(try Scheduling.facts())
            }
            for station in stage.stations { environment.add(try facts(of: station)) }
        }
        return environment
    }

    private static let sysctls = [
        "net.ipv4.tcp_congestion_control", "net.ipv4.tcp_ecn", "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem", "net.ipv4.tcp_sack", "net.ipv4.tcp_timestamps",
        "net.ipv4.tcp_window_scaling", "net.ipv4.tcp_no_metrics_save",
        "net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_limit_output_bytes",
        "net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_min_tso_segs", "net.ipv4.tcp_tso_win_divisor",
    ]

    /// Sysctls of ends, offloads of every device, and the queues of all.
    private func facts(of station: Station) throws(KernelError) -> RunEnvironment {
        let isEnd = !stage.layout.routers.contains(station.role)
        let names = stage.layout.devices(of: station.role)
        var facts = try station.namespace.run { () throws(KernelError) in
            var facts = RunEnvironment()
            for name in isEnd ? Surroundings.sysctls : [] {
                let sysctl = Sysctl(name)
                // Not every kernel has every one of them.
                guard let value = try? sysctl.read() else { continue }
                facts.note("sysctl.\(station.role).\(name)", value)
            }
            for device in names {
                var states: [String] = []
                for offload in Offload.allCases {
                    states.append("\(offload.name) \(try offload.isOn(device) ? "on" : "off")")
                }
                facts.note("offloads.\(station.role).\(device)", states.joined(separator: ", "))
            }
            return facts
        }
        var devices = try NetworkDevices(in: station.namespace)
        let kinds = try devices.queueStatistics()
        for name in names {
            let index = try devices.index(of: name)
            let here = kinds.filter { $0.device == index }.map(\.kind)
            facts.note(
                "queues.\(station.role).\(name)",
                here.isEmpty ? "noqueue" : here.joined(separator: ", "))
        }
        return facts
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)%"
    }
}

extension Netperf {
    var facts: RunEnvironment {
        var facts = RunEnvironment()
        facts.note("version.netperf", version)
        facts.note("netperf.interim", tellsInterim ? "yes" : "this build has none")
        return facts
    }
}

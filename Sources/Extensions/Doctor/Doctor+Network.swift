// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Doctor {
    /// Each queueing discipline, tried on the loopback device of a namespace of
    /// our own, which is gone a moment later.
    static func network() -> [Finding] {
        [algorithms()].compactMap { $0 } + qdiscs() + [tunnel()]
    }

    private static func algorithms() -> Finding? {
        do throws(KernelError) {
            let names = try Sysctl.availableCongestionControls.read()
            return .good("congestion controls", names)
        } catch { return .unknown("congestion controls", error.description) }
    }

    private static let trials: [(name: String, words: [String], consequence: String)] = [
        ("netem", ["netem", "delay", "1ms"], "delay and loss are made by a relay of ours"),
        ("fq", ["fq"], "pacing is done by TCP's own timers"),
        ("fq_codel", ["fq_codel"], "it cannot be used as a queue of a path"),
        ("red", redWords, "marks are made by a BPF program of ours"),
        ("tbf", ["tbf", "rate", "10mbit", "burst", "128kb", "limit", "1mb"], "no path has a rate"),
        ("htb", ["htb"], "it cannot be used to share a rate"),
    ]

    private static let redWords = [
        "red", "limit", "400000", "min", "30000", "max", "90000", "avpkt", "1000", "burst", "55",
        "probability", "0.1", "ecn",
    ]

    private static func qdiscs() -> [Finding] {
        do throws(KernelError) {
            let namespace = try NetworkNamespace.unnamed()
            var findings: [Finding] = []
            for trial in trials { findings.append(try attempt(trial, in: namespace)) }
            return findings
        } catch {
            return [.unknown("queueing disciplines", error.description)]
        }
    }

    private static func attempt(
        _ trial: (name: String, words: [String], consequence: String),
        in namespace: borrowing NetworkNamespace
    ) throws(KernelError) -> Finding {
        let tried = try tc(["add", "dev", "lo", "root"] + trial.words, in: namespace)
        if tried.ending.isSuccess {
            _ = try tc(["del", "dev", "lo", "root"], in: namespace)
            return .good("qdisc \(trial.name)", "works")
        }
        let words = tried.errorText.split(separator: "\n").first { $0.hasPrefix("Error") }.map(
            String.init)
        return .lacks(
            "qdisc \(trial.name)", words ?? "refused", so: trial.consequence,
            remedy: "a kernel with CONFIG_NET_SCH_\(trial.name.uppercased())")
    }

    private static func tc(_ words: [String], in namespace: borrowing NetworkNamespace)
        throws(KernelError) -> ChildProcess.Finished
    {
        var spawn = Spawn(["tc", "qdisc"] + words)
        try spawn.enter(namespace)
        return try ChildProcess.run(spawn, limit: .seconds(10))
    }

    private static func tunnel() -> Finding {
        File("/dev/net/tun").isThere
            ? .good("tun", "/dev/net/tun is there")
            : .lacks("tun", "no /dev/net/tun", so: "no TUN device can be made")
    }
}

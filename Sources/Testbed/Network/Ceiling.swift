// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import JSON
import Kernel

/// What this machine carries at most over a path of ours: measured once, and kept until
/// it is booted again.
public struct Ceiling: Equatable, Sendable {
    /// Through a router with a queue that never fills.
    public let rate: BitsPerSecond
    /// The same with a delay line of ours; nil where the kernel delays by itself.
    public let delayedRate: BitsPerSecond?

    /// Below this nothing is measured: every machine that we run on carries it.
    public static let carriedAnyway = BitsPerSecond.megabits(300)

    /// Refuses a path whose rate is more than this machine carries.
    public static func check(_ path: Path, in places: Places, _ netperf: Netperf)
        throws(Refusal)
    {
        guard let rates = path.rate, max(rates.forth, rates.back) > carriedAnyway else { return }
        let wanted = max(rates.forth, rates.back)
        let ceiling = try measured(in: places, netperf)
        let isDelayed = path.needsDelayLine && ceiling.delayedRate != nil
        let limit = isDelayed ? ceiling.delayedRate ?? ceiling.rate : ceiling.rate
        guard wanted > limit else { return }
        throw Refusal(
            "make a path of \(wanted)",
            .said(
                "this machine carries \(limit.rounded) at most"
                    + (isDelayed ? " with a delay" : "") + ", as measured since it was booted"),
            hint: "`rm \(file(places).path)` has it measured again")
    }

    private static func file(_ places: Places) -> File {
        Folder(places.records).file("ceiling.json")
    }

    /// What was measured since the machine was booted, or is measured now.
    public static func measured(in places: Places, _ netperf: Netperf) throws(Refusal) -> Ceiling {
        let boot = try refusing { () throws(KernelError) in try Host.current().boot }
        if let known = try known(boot, places) { return known }
        let plain = try measure(.zero, places, netperf)
        var delayed: BitsPerSecond?
        if plain.means.contains(Means.DelayLine.relay.rawValue) == false {
            let slow = try measure(.milliseconds(1), places, netperf)
            if slow.means.contains(Means.DelayLine.relay.rawValue) { delayed = slow.rate }
        }
        let ceiling = Ceiling(rate: plain.rate, delayedRate: delayed)
        let json: JSON = [
            "boot": JSON(boot), "rate": JSON(ceiling.rate.value),
            "delayed": JSON(ceiling.delayedRate?.value),
        ]
        try refusing { () throws(KernelError) in
            try Folder(places.records).create()
            try file(places).replace(with: json.text(.pretty))
        }
        return ceiling
    }

    private static func known(_ boot: String, _ places: Places) throws(Refusal) -> Ceiling? {
        let bytes = try refusing { () throws(KernelError) in try file(places).bytesIfAny() }
        // One that cannot be read is measured again, and written anew.
        guard let bytes, let json = try? JSON(parsing: bytes), json["boot"]?.string == boot,
            let rate = json["rate"]?.integer(UInt64.self)
        else { return nil }
        return Ceiling(
            rate: BitsPerSecond(rate),
            delayedRate: json["delayed"]?.integer(UInt64.self).map(BitsPerSecond.init))
    }

    private static func measure(
        _ delay: Duration, _ places: Places, _ netperf: Netperf
    ) throws(Refusal) -> (rate: BitsPerSecond, means: String) {
        var path = Path()
        path.rate = Ways(both: .megabits(100_000))
        path.queue = .bytes(64_000_000)
        path.delay = Ways(both: delay)
        let pid = try refusing { () throws(KernelError) in try ProcessIdentity.current().pid }
        let network = try Network.make(path, named: "ceiling_\(pid)", in: places)
        // Any algorithm will do: nothing is lost there.
        let arm = Arm("reno", .kernel("reno"))
        let load = Load([Load.Part("bulk", .tcpStream, flows: 2)], for: .seconds(2))
        let record = try network.run(RunRequest(load, arms: [arm]), netperf)
        try network.takeDown()
        let sum = record.flows.reduce(0) { $0 + $1.throughput }
        guard sum > 0 else {
            throw Refusal(
                "measure what this machine carries",
                .said("nothing came through: \(record.outcome)"))
        }
        return (BitsPerSecond(UInt64(sum)), record.means)
    }
}

extension BitsPerSecond {
    /// To three digits: `9.41gbit`.
    var rounded: String {
        var unit: UInt64 = 1
        while value / unit >= 1000 { unit *= 10 }
        return BitsPerSecond(value / unit * unit).description
    }
}

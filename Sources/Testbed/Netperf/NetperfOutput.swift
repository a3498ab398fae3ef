// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What a netperf has said, as it stands in its output.
struct NetperfOutput {
    let said: [String: String]
    let interim: [FlowResult.Interim]
    /// Lines that are neither: complaints, and the figures of tests that know no selectors.
    let other: [String]

    /// Reads `NAME=value` lines; interim results come as `NETPERF_UNITS[3]=...`.
    init(_ text: String) {
        var said: [String: String] = [:]
        var other: [String] = []
        for line in text.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "="), sign > line.startIndex,
                line[..<sign].allSatisfy({ $0.isUppercase || $0.isNumber || "_[]".contains($0) })
            else {
                other.append(String(line))
                continue
            }
            said[String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
        var interim: [FlowResult.Interim] = []
        while let throughput = NetperfOutput.number(said, "INTERIM_RESULT", interim.count),
            let seconds = NetperfOutput.number(said, "INTERVAL", interim.count),
            let ending = NetperfOutput.number(said, "ENDING", interim.count)
        {
            let units = said["NETPERF_UNITS[\(interim.count)]"] ?? ""
            interim.append(
                .init(
                    throughput: throughput * NetperfOutput.scale(units), seconds: seconds,
                    ending: ending))
        }
        self.said = said.filter { !$0.key.hasPrefix("NETPERF_") }
        self.interim = interim
        self.other = other
    }

    private static func number(_ said: [String: String], _ name: String, _ place: Int) -> Double? {
        said["NETPERF_\(name)[\(place)]"].flatMap { Double($0) }
    }

    private static func scale(_ units: String) -> Double { units == "10^6bits/s" ? 1e6 : 1 }

    /// The result of one test; nil where it did not come to its end.
    ///
    /// Where it ended after `bytes`, the time that these took is told as exactly as can be:
    /// netperf rounds its own to hundredths of a second.
    func spell(
        _ test: NetperfTest, startedAt start: UInt64, bytes: Int? = nil
    ) -> FlowResult.Spell? {
        guard let spell = test == .tcpSendfile ? sendfileSpell(start) : omniSpell(test, start)
        else { return nil }
        guard let bytes, spell.throughput > 0 else { return spell }
        let counted = (number("LOCAL_BYTES_SENT") ?? 0) + (number("LOCAL_BYTES_RECVD") ?? 0)
        let seconds = (counted > 0 ? counted : Double(bytes)) * 8 / spell.throughput
        // Both are rounded to the second decimal: the larger number is the more exact.
        guard spell.throughput / 1e6 > seconds else { return spell }
        var exact = spell
        exact.seconds = seconds
        return exact
    }

    private func omniSpell(_ test: NetperfTest, _ start: UInt64) -> FlowResult.Spell? {
        guard let seconds = number("ELAPSED_TIME"), let throughput = number("THROUGHPUT") else {
            return nil
        }
        // Of UDP what came through counts, not what was sent.
        let counted = test == .udpStream ? number("REMOTE_RECV_THROUGHPUT") ?? 0 : throughput
        var spell = FlowResult.Spell(
            startNanoseconds: start, seconds: seconds,
            throughput: counted * NetperfOutput.scale(said["THROUGHPUT_UNITS"] ?? ""),
            localAlgorithm: said["LOCAL_CONG_CONTROL"] ?? "",
            remoteAlgorithm: said["REMOTE_CONG_CONTROL"] ?? "")
        spell.latency = test.isRequestResponse ? latency : nil
        spell.interim = interim
        spell.said = said
        return spell
    }

    /// Sizes, seconds and 10^6 bits a second on one line, without a heading.
    private func sendfileSpell(_ start: UInt64) -> FlowResult.Spell? {
        for line in other.reversed() {
            let numbers = line.split(separator: " ").map { Double($0) }
            guard numbers.count == 5, let seconds = numbers[3], let rate = numbers[4] else {
                continue
            }
            return FlowResult.Spell(
                startNanoseconds: start, seconds: seconds, throughput: rate * 1e6)
        }
        return nil
    }

    private func number(_ name: String) -> Double? { said[name].flatMap { Double($0) } }

    private var latency: FlowResult.Latency? {
        guard let minimum = number("MIN_LATENCY"), let mean = number("MEAN_LATENCY"),
            let p50 = number("P50_LATENCY"), let p90 = number("P90_LATENCY"),
            let p99 = number("P99_LATENCY"), let maximum = number("MAX_LATENCY"),
            let deviation = number("STDDEV_LATENCY"), p50 >= 0
        else { return nil }
        return .init(
            minimum: minimum, mean: mean, p50: p50, p90: p90, p99: p99, maximum: maximum,
            deviation: deviation)
    }
}

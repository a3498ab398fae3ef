// SPDX-License-Identifier: Apache-2.0
extension Path {
    /// What makes no sense about it on any machine, each by the field that it is about.
    public var flaws: [(field: String, words: String)] {
        var flaws: [(field: String, words: String)] = []
        if rate == nil {
            for (field, isSet) in [
                ("queue", queue != nil), ("ecn", ecn != nil), ("aqm", aqm != .fifo),
            ] where isSet {
                flaws.append((field, "a queue needs a rate: nothing waits where all gets through"))
            }
        }
        if let words = queueFlaw { flaws.append(("queue", words)) }
        if !(576...65_521).contains(mtu) {
            flaws.append(("mtu", "\(mtu) is not from 576 to 65521"))
        } else if family == .v6, mtu < 1280 {
            flaws.append(("mtu", "IPv6 needs at least 1280"))
        }
        for (way, jitter, delay) in [
            ("forth", jitter.forth, delay.forth), ("back", jitter.back, delay.back),
        ] where jitter > delay {
            flaws.append(
                ("jitter", "\(jitter.text) is more than the delay \(way), \(delay.text)"))
        }
        if max(delay.forth, delay.back) > .seconds(10) {
            flaws.append(("delay", "more than 10s each way is no network"))
        }
        for (field, count) in [("clients", clients), ("servers", servers)]
        where !(1...100).contains(count) {
            flaws.append((field, "\(count) is not from 1 to 100"))
        }
        return flaws
    }

    private var queueFlaw: String? {
        guard let rate, let queue else { return nil }
        for rate in [rate.forth, rate.back] {
            guard let bytes = queueBytes(at: rate) else { return "\(queue) is too long" }
            if bytes < packetBytes {
                return "\(queue) is \(bytes) bytes here, less than one packet of \(packetBytes)"
            }
            if bytes > 1 << 31 { return "\(queue) is \(bytes) bytes here, more than 2 GiB" }
        }
        return nil
    }
}

// SPDX-License-Identifier: Apache-2.0
extension Path {
    public static let fieldNames = [
        "rate", "delay", "jitter", "loss", "queue", "ecn", "aqm", "mtu", "offloads", "clients",
        "servers", "family",
    ]

    /// Reads a path field by field; complaints are left with `fields`.
    public init(reading fields: inout Fields) {
        self.init()
        rate = fields.take("rate") { text throws(Malformed) in
            try Ways(parsing: text) { text throws(Malformed) in try BitsPerSecond(parsing: text) }
        }
        for (name, place) in [("delay", \Path.delay), ("jitter", \Path.jitter)] {
            if let time = fields.take(
                name,
                { text throws(Malformed) in
                    try Ways(parsing: text) { text throws(Malformed) in try Duration(parsing: text)
                    }
                })
            {
                self[keyPath: place] = time
            }
        }
        if let share = fields.take(
            "loss",
            { text throws(Malformed) in
                try Ways(parsing: text) { text throws(Malformed) in try Share(parsing: text) }
            })
        {
            loss = share
        }
        queue = fields.take("queue") { text throws(Malformed) in try QueueLength(parsing: text) }
        ecn = fields.take("ecn") { text throws(Malformed) in try MarkThreshold(parsing: text) }
        aqm = fields.take("aqm", Fields.choice) ?? aqm
        family = fields.take("family", Fields.choice) ?? family
        mtu = fields.take("mtu", Fields.count) ?? mtu
        clients = fields.take("clients", Fields.count) ?? clients
        servers = fields.take("servers", Fields.count) ?? servers
        offloads = fields.take("offloads", Fields.switch) ?? offloads
        for flaw in flaws { fields.complain(of: flaw.field, flaw.words) }
    }

    /// The words that make it, without those that go without saying.
    public var words: [String] {
        let plain = Path()
        var words: [String] = []
        func say(_ name: String, _ text: String, _ isSaid: Bool) {
            if isSaid { words.append("\(name)=\(text)") }
        }
        if let rate { say("rate", rate.text { "\($0)" }, true) }
        say("delay", delay.text(\.text), delay != plain.delay)
        say("jitter", jitter.text(\.text), jitter != plain.jitter)
        say("loss", loss.text { "\($0)" }, loss != plain.loss)
        if let queue { say("queue", "\(queue)", true) }
        if let ecn { say("ecn", "\(ecn)", true) }
        say("aqm", aqm.rawValue, aqm != plain.aqm)
        say("mtu", "\(mtu)", mtu != plain.mtu)
        say("offloads", "off", !offloads)
        say("clients", "\(clients)", clients != plain.clients)
        say("servers", "\(servers)", servers != plain.servers)
        say("family", family.rawValue, family != plain.family)
        return words.isEmpty ? ["direct"] : words
    }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension Path: Coded {
    var coded: JSON {
        [
            "rate_bps": rate.map { $0.coded { JSON($0.value) } } ?? .null,
            "delay_ns": delay.coded(\.coded), "jitter_ns": jitter.coded(\.coded),
            "loss": loss.coded { $0.value.coded }, "queue": queue?.coded ?? .null,
            "ecn": ecn?.coded ?? .null, "aqm": .string(aqm.rawValue), "mtu": JSON(mtu),
            "offloads": JSON(offloads), "clients": JSON(clients), "servers": JSON(servers),
            "family": .string(family.rawValue),
        ]
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init()
        rate = try place["rate_bps"].optional { rate throws(JSON.Mismatch) in
            try Ways(rate) { way throws(JSON.Mismatch) in
                BitsPerSecond(try way.integer(UInt64.self))
            }
        }
        delay = try Ways(place["delay_ns"], Duration.init(coded:))
        jitter = try Ways(place["jitter_ns"], Duration.init(coded:))
        loss = try Ways(place["loss"], Share.init(coded:))
        queue = try place["queue"].optional(QueueLength.init(coded:))
        ecn = try place["ecn"].optional(MarkThreshold.init(coded:))
        aqm = try place["aqm"].word()
        mtu = try place["mtu"].integer()
        offloads = try place["offloads"].bool()
        clients = try place["clients"].integer()
        servers = try place["servers"].integer()
        family = try place["family"].word()
    }
}

extension Ways {
    /// Forth and back.
    fileprivate func coded(_ code: (Value) -> JSON) -> JSON { [code(forth), code(back)] }

    fileprivate init(
        _ place: JSON.Place, _ read: (JSON.Place) throws(JSON.Mismatch) -> Value
    ) throws(JSON.Mismatch) {
        self.init(forth: try read(place[0]), back: try read(place[1]))
    }
}

extension Share {
    fileprivate init(coded place: JSON.Place) throws(JSON.Mismatch) {
        let value = try Double(coded: place)
        guard (0...1).contains(value) else {
            throw JSON.Mismatch(path: place.path, expected: "0 to 1", found: "\(value)")
        }
        self.init(value)
    }
}

extension QueueLength {
    fileprivate var coded: JSON {
        switch self {
        case .packets(let count): ["packets": JSON(count)]
        case .bytes(let count): ["bytes": JSON(count)]
        case .products(let factor): ["bdp": factor.coded]
        }
    }

    fileprivate init(coded place: JSON.Place) throws(JSON.Mismatch) {
        if let packets = place["packets"].ifPresent {
            self = .packets(try packets.integer(UInt64.self))
        } else if let products = place["bdp"].ifPresent {
            self = .products(try Double(coded: products))
        } else {
            self = .bytes(try place["bytes"].integer(UInt64.self))
        }
    }
}

extension MarkThreshold {
    fileprivate var coded: JSON {
        switch self {
        case .bytes(let count): ["bytes": JSON(count)]
        case .time(let time): ["ns": time.coded]
        }
    }

    fileprivate init(coded place: JSON.Place) throws(JSON.Mismatch) {
        if let time = place["ns"].ifPresent {
            self = .time(try Duration(coded: time))
        } else {
            self = .bytes(try place["bytes"].integer(UInt64.self))
        }
    }
}

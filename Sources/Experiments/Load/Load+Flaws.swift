// SPDX-License-Identifier: Apache-2.0
extension Load {
    /// Data goes to ports of its own, one a flow, below those that the kernel hands out.
    public static let ports = 20_000...32_767

    /// What makes no sense about it on any machine.
    public var flaws: [(field: String, words: String)] {
        ownFlaws + parts.flatMap { $0.flaws(in: time) } + tasks.flatMap { $0.flaws(in: time) }
    }

    /// Those of the whole, without those of its parts.
    var ownFlaws: [(field: String, words: String)] {
        var flaws: [(field: String, words: String)] = []
        if flowCount > Load.ports.count {
            flaws.append(
                ("flows", "\(flowCount) flows are more than there are ports, \(Load.ports.count)"))
        }
        if isEmpty { flaws.append(("netperf", "there is nothing to send")) }
        guard !parts.isEmpty else {
            let least = Duration.milliseconds(100)
            if time < least { flaws.append(("time", "\(time.text) is less than \(least.text)")) }
            return flaws
        }
        if !time.isWholeSeconds { flaws.append(("time", Load.wholeSeconds(time))) }
        if time < .seconds(1) { flaws.append(("time", "\(time.text) is less than netperf's 1s")) }
        return flaws
    }

    fileprivate static func wholeSeconds(_ time: Duration) -> String {
        "\(time.text): netperf counts whole seconds"
    }
}

extension Load.Part {
    func flaws(in whole: Duration) -> [(field: String, words: String)] {
        var flaws: [(field: String, words: String)] = []
        if flows < 1 { flaws.append(("flows", "\(flows) flows are none")) }
        let last = after + stagger * Double(max(flows - 1, 0))
        if last + .seconds(1) > whole {
            flaws.append(
                ("after", "its last flow would start at \(last.text), of \(whole.text)"))
        }
        if test.isRequestResponse, messageBytes != nil {
            flaws.append(("message", "\(test.rawValue) takes request and response sizes"))
        }
        for (field, bytes) in [
            ("message", messageBytes ?? 1), ("request", requestBytes), ("response", responseBytes),
        ] where !(1...(1 << 30)).contains(bytes) {
            flaws.append((field, "\(bytes) bytes are not from 1 to 1 GiB"))
        }
        flaws += bytesFlaws
        for (field, time) in [("time", time), ("on", cycle?.on)] {
            guard let time, !time.isWholeSeconds else { continue }
            flaws.append((field, Load.wholeSeconds(time)))
        }
        if let cycle, cycle.on < .seconds(1) {
            flaws.append(("on", "\(cycle.on.text) is less than netperf's 1s"))
        }
        if !arms.isEmpty, !test.isTCP {
            flaws.append(("arms", "\(test.rawValue) has no congestion control"))
        }
        return flaws
    }
}

extension Load.Part {
    /// What speaks against an end by bytes.
    private var bytesFlaws: [(field: String, words: String)] {
        guard let bytes else { return [] }
        var flaws: [(field: String, words: String)] = []
        // netperf keeps a negative length for it, in a C int.
        if !(1...Int(Int32.max)).contains(bytes) {
            flaws.append(("bytes", "\(bytes) bytes are not from 1 to \(Int32.max)"))
        }
        if !test.isBulkTCP {
            flaws.append(
                ("bytes", "\(test.rawValue) ends by time; a stream of TCP may end by bytes"))
        }
        for (field, isSet) in [("time", time != nil), ("on", cycle != nil)] where isSet {
            flaws.append((field, "a flow ends by bytes or by time, not by both"))
        }
        return flaws
    }
}

extension Duration {
    fileprivate var isWholeSeconds: Bool { components.attoseconds == 0 }
}

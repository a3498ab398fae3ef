// SPDX-License-Identifier: Apache-2.0
extension Load.Part {
    public static let fieldNames = [
        "netperf", "flows", "arms", "after", "stagger", "time", "bytes", "message", "request",
        "response",
        "client_cpu", "server_cpu", "on", "off", "background", "interval",
    ]

    /// Reads one part field by field; nil where it names no test.
    public init?(_ name: String, reading fields: inout Fields) {
        guard let test: NetperfTest = fields.take("netperf", Fields.choice) else {
            if !fields.has("netperf") {
                fields.complain(of: "netperf", "which test? TCP_STREAM, for instance")
            }
            return nil
        }
        self.init(name, test, flows: fields.take("flows", Fields.count) ?? 1)
        readTimes(&fields)
        bytes = fields.take("bytes", Self.bytes)
        messageBytes = fields.take("message", Self.bytes)
        requestBytes = fields.take("request", Self.bytes) ?? 1
        responseBytes = fields.take("response", Self.bytes) ?? 1
        clientProcessor = fields.take("client_cpu", Fields.count)
        serverProcessor = fields.take("server_cpu", Fields.count)
        isBackground = fields.take("background", Fields.switch) ?? false
        arms =
            fields.take("arms") { text throws(Malformed) in
                text.split(separator: ",").map(String.init)
            } ?? []
    }

    private mutating func readTimes(_ fields: inout Fields) {
        let read = { (text: String) throws(Malformed) in try Duration(parsing: text) }
        after = fields.take("after", read) ?? .zero
        stagger = fields.take("stagger", read) ?? .zero
        time = fields.take("time", read)
        interval = fields.take("interval", read)
        switch (fields.take("on", read), fields.take("off", read)) {
        case (let on?, let off?): cycle = Load.Cycle(on: on, off: off)
        case (nil, nil): break
        default: fields.complain(of: "on", "on and off go together")
        }
    }

    private static func bytes(_ text: String) throws(Malformed) -> Int {
        let amount = try Scale.size.amount(of: text)
        guard let bytes = Int(exactly: amount) else { throw Malformed(text, "is too large") }
        return bytes
    }
}

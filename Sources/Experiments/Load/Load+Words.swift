// SPDX-License-Identifier: Apache-2.0
extension Load.Part {
    /// The fields that make it, as `init(_:reading:)` reads them, without those that go
    /// without saying.
    public var fields: [(name: String, text: String)] {
        let plain = Load.Part(name, test)
        var fields = [("netperf", test.rawValue)]
        func say(_ name: String, _ text: String?, _ isSaid: Bool = true) {
            if isSaid, let text { fields.append((name, text)) }
        }
        say("flows", "\(flows)", flows != plain.flows)
        say("arms", arms.joined(separator: ","), arms != plain.arms)
        say("after", after.text, after != plain.after)
        say("stagger", stagger.text, stagger != plain.stagger)
        say("time", time?.text)
        say("message", messageBytes.map(Load.Part.size))
        say("request", Load.Part.size(requestBytes), requestBytes != plain.requestBytes)
        say("response", Load.Part.size(responseBytes), responseBytes != plain.responseBytes)
        say("client_cpu", clientProcessor.map(String.init))
        say("server_cpu", serverProcessor.map(String.init))
        say("on", cycle?.on.text)
        say("off", cycle?.off.text)
        say("background", "on", isBackground)
        say("interval", interval?.text)
        return fields.map { (name: $0.0, text: $0.1) }
    }

    /// The same as words, `flows=4`.
    public var words: [String] { fields.map { "\($0.name)=\($0.text)" } }

    private static func size(_ bytes: Int) -> String { Scale.size.text(of: UInt64(bytes)) }
}

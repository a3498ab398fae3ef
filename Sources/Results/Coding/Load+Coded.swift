// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension Load: Coded {
    /// Without tasks they are not spoken of: files had none once, and have their digests.
    var coded: JSON {
        tasks.isEmpty
            ? ["time_ns": time.coded, "parts": parts.coded]
            : ["time_ns": time.coded, "parts": parts.coded, "tasks": tasks.coded]
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            try [Part](coded: place["parts"]), for: try Duration(coded: place["time_ns"]))
        tasks = try place["tasks"].optional([Task].init(coded:)) ?? []
    }
}

extension Load.Part: Coded {
    var coded: JSON {
        [
            "name": .string(name), "test": .string(test.rawValue), "flows": JSON(flows),
            "arms": JSON(arms), "after_ns": after.coded, "stagger_ns": stagger.coded,
            "time_ns": time?.coded ?? .null, "bytes": JSON(bytes),
            "message_bytes": JSON(messageBytes),
            "request_bytes": JSON(requestBytes), "response_bytes": JSON(responseBytes),
            "client_processor": JSON(clientProcessor), "server_processor": JSON(serverProcessor),
            "on_ns": cycle?.on.coded ?? .null, "off_ns": cycle?.off.coded ?? .null,
            "background": JSON(isBackground), "interval_ns": interval?.coded ?? .null,
        ]
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            try place["name"].string(), try place["test"].word(),
            flows: try place["flows"].integer())
        for arm in try place["arms"].elements() { arms.append(try arm.string()) }
        after = try Duration(coded: place["after_ns"])
        stagger = try Duration(coded: place["stagger_ns"])
        time = try place["time_ns"].optional(Duration.init(coded:))
        bytes = try place["bytes"].optional(Int.init(coded:))
        messageBytes = try place["message_bytes"].optional(Int.init(coded:))
        requestBytes = try place["request_bytes"].integer()
        responseBytes = try place["response_bytes"].integer()
        clientProcessor = try place["client_processor"].optional(Int.init(coded:))
        serverProcessor = try place["server_processor"].optional(Int.init(coded:))
        if let on = place["on_ns"].ifPresent {
            cycle = Load.Cycle(
                on: try Duration(coded: on), off: try Duration(coded: place["off_ns"]))
        }
        isBackground = try place["background"].bool()
        interval = try place["interval_ns"].optional(Duration.init(coded:))
    }
}

extension Int {
    fileprivate init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self = try place.integer()
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

/// The counters of an extension that writes header options, by name.
struct OptionCounts: Equatable {
    private let values: [String: Int]

    subscript(_ name: String) -> Int { values[name] ?? 0 }

    /// In the order of `enum option_count`, which both begin alike.
    private static let common = [
        "syn_written", "syn_ack_written", "data_written", "syn_parsed", "syn_ack_parsed",
        "data_parsed", "refused", "unreadable", "peer_absent", "listener_older",
    ]
    private static let others = ["limit_rejected", "patience_set", "patience_kept"]

    init(_ map: Map) throws {
        let details = try map.details()
        let names = (OptionCounts.common + OptionCounts.others).prefix(details.maxEntries)
        #expect([10, 13].contains(details.maxEntries))
        var values: [String: Int] = [:]
        for (key, name) in names.enumerated() {
            values[name] = Int(
                try #require(try map.counter(UInt32(key), size: details.valueBytes)))
        }
        self.values = values
    }
}

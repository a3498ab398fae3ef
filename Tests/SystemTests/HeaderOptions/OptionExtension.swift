// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// What a live header option holds in the kernel.
struct OptionExtension {
    private let maps: [String: Map]

    init(_ registration: Registration) throws {
        let version = try #require(registration.current)
        let program = try #require(try Program(id: version.carrierID))
        var maps: [String: Map] = [:]
        for id in try program.details().mapIDs {
            let map = try #require(try Map(id: id))
            maps[try map.details().name] = map
        }
        self.maps = maps
    }

    /// By the name that the kernel knows, of 15 letters at most.
    func map(_ name: String) throws -> Map { try #require(maps[name]) }

    func counts() throws -> OptionCounts { try OptionCounts(map("counters")) }
}

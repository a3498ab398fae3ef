// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// A line of `graft list --json`.
struct SwapListing: Equatable {
    let name: String
    let owner: String
    let state: String
    /// The numbers of the versions that are current.
    let current: [Int]
    let currentMap: UInt32?
    let versions: [Int]

    static func read(_ ground: SwapGround) throws -> [SwapListing] {
        let answer = try ground.graft("list", "--json")
        guard answer.status == 0 else { throw KernelError("list", .said(answer.errors)) }
        return try JSON(parsing: answer.output).root.elements().map { place in
            try SwapListing(place)
        }
    }

    private init(_ place: JSON.Place) throws {
        name = try place["name"].string()
        owner = try place["owner"].string()
        state = try place["state"].string()
        var current: [Int] = []
        var versions: [Int] = []
        var map: UInt32?
        for version in try place["versions"].elements() {
            let number = try version["number"].integer(Int.self)
            versions.append(number)
            guard try version["current"].bool() else { continue }
            current.append(number)
            map = try version["carrier"].integer(UInt32.self)
        }
        self.current = current
        self.versions = versions
        currentMap = map
    }
}

// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// What was asked for, as it was written down: the part of a registration that
/// the kernel cannot tell.
public struct Record: Equatable, Sendable {
    public let name: String
    /// The hook's id: `tcp_congestion_ops`, `xdp`.
    public let hook: String
    public let site: Site
    /// The name of the object.
    public let `extension`: String
    public let isLinked: Bool
    /// The newest last.
    public var versions: [Version]
    /// Which version a rollback goes to; nil where there is none.
    public var previous: Int?

    public struct Version: Equatable, Sendable {
        public let number: Int
        public let digest: Digest
        /// The name that its object was loaded under: its maps begin with it.
        public let object: String
        /// The number of the struct_ops map, or the program, that holds it.
        public let carrier: UInt32
        /// The member `flags` of its table; 0 where it has none.
        public let flags: UInt64
        /// Maps that it hands to the next version, by name.
        public let carried: [String]
        /// What was set, as it was typed.
        public var knobs: [Setting]
        /// The file that it came from.
        public let file: String
        /// What the object says of itself.
        public let stated: String?
        public let by: String
        public let at: WallTime
    }

    /// A knob and its value.
    public struct Setting: Equatable, Sendable {
        public let knob: String
        public let value: String

        public init(knob: String, value: String) {
            self.knob = knob
            self.value = value
        }
    }

    /// How many versions that are gone are remembered.
    static let longestMemory = 20

    /// The version that the map, or program, with this number holds.
    public func version(carrier: UInt32) -> Version? {
        versions.first { $0.carrier == carrier }
    }
}

extension Record {
    private static let schema = 2

    var json: JSON {
        [
            "schema": JSON(Record.schema), "name": JSON(name), "hook": JSON(hook),
            "site": site.json, "extension": JSON(`extension`), "linked": JSON(isLinked),
            "previous": JSON(previous), "versions": .array(versions.map(\.written)),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        let schema = try place["schema"].integer(Int.self)
        guard schema == Record.schema else {
            throw JSON.Mismatch(
                path: "schema", expected: "\(Record.schema)", found: "\(schema), another graft's")
        }
        name = try place["name"].string()
        hook = try place["hook"].string()
        site = try Site(place["site"])
        `extension` = try place["extension"].string()
        isLinked = try place["linked"].bool()
        previous = try place["previous"].ifPresent?.integer(Int.self)
        var versions: [Version] = []
        for version in try place["versions"].elements() { versions.append(try Version(version)) }
        self.versions = versions
    }
}

extension Record.Version {
    /// As it stands in the file.
    var written: JSON {
        [
            "number": JSON(number), "digest": JSON(digest.hexadecimal),
            "object": JSON(object), "carrier": JSON(carrier),
            "flags": JSON(flags), "carried": JSON(carried),
            "knobs": .object(JSON.Object(knobs.map { (key: $0.knob, value: JSON($0.value)) })),
            "file": JSON(file), "stated": JSON(stated), "by": JSON(by), "at": JSON(at.nanoseconds),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        _ = try place.members()
        number = try place["number"].integer()
        let text = try place["digest"].string()
        guard let digest = Digest(hexadecimal: text) else {
            throw JSON.Mismatch(path: place["digest"].path, expected: "a SHA-256", found: text)
        }
        self.digest = digest
        object = try place["object"].string()
        carrier = try place["carrier"].integer(UInt32.self)
        flags = try place["flags"].integer(UInt64.self)
        var carried: [String] = []
        for name in try place["carried"].elements() { carried.append(try name.string()) }
        self.carried = carried
        var knobs: [Record.Setting] = []
        for (key, value) in try place["knobs"].members() {
            knobs.append(Record.Setting(knob: key, value: try value.string()))
        }
        self.knobs = knobs
        file = try place["file"].string()
        stated = try place["stated"].ifPresent?.string()
        by = try place["by"].string()
        at = WallTime(nanoseconds: try place["at"].integer(Int64.self))
    }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// How a name stands: what the kernel, the pins, the records and the list say of
/// it, and where they do not agree.
struct SwapStanding {
    /// The current version; nil where nothing is live.
    let version: Int?
    let complaints: [String]
    /// What waits for a confirmation and should not, or the other way round.
    let waiting: [String]
    /// Half written files that nobody will rename any more.
    let drafts: [String]

    /// Looks until nothing is to be complained of, or the kernel has had its time
    /// to free what was let go.
    static func settled(
        _ ground: SwapGround, _ name: String = "gs_reno", isPending: Bool = false,
        upTo limit: Duration = .seconds(3)
    ) throws -> SwapStanding {
        var standing = try SwapStanding(ground, name, isPending)
        _ = try SwapGround.wait(limit) {
            if standing.complaints.isEmpty, standing.waiting.isEmpty { return true }
            standing = try SwapStanding(ground, name, isPending)
            return false
        }
        return standing
    }

    private init(_ ground: SwapGround, _ name: String, _ isPending: Bool) throws {
        var complaints: [String] = []
        let registration = try ground.registration(name)
        let current = registration?.versions.filter(\.isCurrent) ?? []
        version = current.first?.number
        if current.count > 1 { complaints.append("\(current.count) versions are current") }
        if registration != nil, current.isEmpty { complaints.append("listed, and none is current") }
        if let registration, registration.owner != .graft { complaints.append("listed as foreign") }
        let isThere = try SwapResidue.algorithms().contains(name)
        if isThere != !current.isEmpty {
            complaints.append("the kernel \(isThere ? "has" : "lacks") it, the list says otherwise")
        }
        let pins = try Folder(ground.places.pins).folder(name).namesIfAny()
        complaints += try SwapStanding.pins(pins, registration, ground)
        let files = try SwapStanding.files(ground, name, current.isEmpty)
        complaints += files.complaints
        drafts = files.drafts
        waiting = try SwapStanding.waiting(ground, name, isPending)
        complaints += try SwapStanding.kernel(pins.filter { $0 != "link" }.count)
        self.complaints = complaints
    }

    private static func pins(
        _ pins: [String], _ registration: Registration?, _ ground: SwapGround
    ) throws -> [String] {
        guard let registration, let current = registration.current else {
            return pins.isEmpty ? [] : ["pins are left: \(pins)"]
        }
        var complaints: [String] = []
        let folder = "\(ground.places.pins)/\(registration.name)"
        let isLinked = registration.record?.isLinked ?? true
        if pins.contains("link") != isLinked { complaints.append("pins: \(pins)") }
        if isLinked, File(folder + "/link").isThere,
            try Link(pinnedAt: folder + "/link").details().carrierID != current.carrierID
        {
            complaints.append("the link holds another map than the list says")
        }
        let versions = pins.filter { $0 != "link" }
        if versions.count > 2 || !versions.contains("v\(current.number)") {
            complaints.append("v\(current.number) is current, and these are pinned: \(pins)")
        }
        guard let record = registration.record else { return complaints + ["there is no record"] }
        for version in registration.versions {
            if record.version(carrier: version.carrierID)?.number != version.number {
                complaints.append("the record does not know v\(version.number)")
            }
        }
        if let previous = record.previous, !pins.contains("v\(previous)") {
            complaints.append("v\(previous) is the way back, and is not pinned")
        }
        return complaints
    }

    private static func files(_ ground: SwapGround, _ name: String, _ isNone: Bool) throws
        -> (complaints: [String], drafts: [String])
    {
        let needed: Set<String> = isNone ? ["lock"] : ["lock", "registrations/\(name).json"]
        let records = try Set(tree(ground.places.records))
        let isDraft = { (path: String) in path.hasSuffix(".draft") }
        var complaints: [String] = []
        let extra = records.subtracting(needed)
            .filter { !isDraft($0) && $0 != "pending/\(name).json" }.sorted()
        if !extra.isEmpty { complaints.append("files are left: \(extra)") }
        let missing = needed.subtracting(records).sorted()
        if !missing.isEmpty { complaints.append("files are missing: \(missing)") }
        let drafts = try (records + tree(ground.places.store)).filter(isDraft)
        return (complaints, drafts)
    }

    private static func waiting(_ ground: SwapGround, _ name: String, _ isPending: Bool) throws
        -> [String]
    {
        var complaints: [String] = []
        let isWritten = File("\(ground.places.records)/pending/\(name).json").isThere
        if isWritten != isPending { complaints.append("written as waiting: \(isWritten)") }
        let watchers = try ground.watchers().count
        if watchers != (isPending ? 1 : 0) { complaints.append("\(watchers) watchers run") }
        return complaints
    }

    /// All the files below a folder.
    private static func tree(_ path: String) throws -> [String] {
        try Folder(path).namesIfAny().flatMap { name -> [String] in
            let inner = path + "/" + name
            guard try File(inner).kind() == .folder else { return [name] }
            return try tree(inner).map { name + "/" + $0 }
        }
    }

    /// Each version is one table and three programs; graft's own instruments are not ours.
    private static func kernel(_ versions: Int) throws -> [String] {
        let things = try SwapResidue().things
        let tables = things.filter { $0 == "map gs_table" }.count
        let programs = things.filter { $0.hasPrefix("program ") }.count
        guard tables == versions, programs == 3 * versions else {
            return ["\(versions) versions are pinned: \(tables) tables, \(programs) programs"]
        }
        return []
    }
}

/// Expects that exactly this version is live, or none, and that all agree.
///
/// `isForgotten` says that it is known to be wrong about what waits to be confirmed.
func expectStanding(
    _ version: Int?, _ ground: SwapGround, isPending: Bool = false, isForgotten: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let standing = try SwapStanding.settled(
        ground, isPending: isPending, upTo: .milliseconds(isForgotten ? 500 : 3000))
    #expect(standing.version == version, sourceLocation: sourceLocation)
    #expect(standing.complaints == [], sourceLocation: sourceLocation)
    #expect(standing.waiting == [], sourceLocation: sourceLocation)
    #expect(standing.drafts == [], sourceLocation: sourceLocation)
}

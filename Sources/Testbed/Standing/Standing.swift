// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import JSON
import Kernel

/// What was written down of a network before it was made: enough to clear it away.
public final class Standing: Sendable {
    public let name: String
    public let pathWords: [String]
    /// The process that it ends with; nil when it is to stand by itself.
    public let owner: ProcessIdentity?
    let roles: [String]
    /// Processes that outlive this one: delay lines of a network that was left standing.
    public let minders: [ProcessIdentity]
    let places: Places

    init(
        name: String, pathWords: [String], owner: ProcessIdentity?, roles: [String],
        minders: [ProcessIdentity] = [], places: Places
    ) {
        self.name = name
        self.pathWords = pathWords
        self.owner = owner
        self.roles = roles
        self.minders = minders
        self.places = places
    }

    static func folder(_ places: Places) -> Folder { Folder(places.records + "/testbeds") }

    var file: File { Standing.folder(places).file(name + ".json") }

    func namespace(of role: String) -> String { Standing.namespace(name, role) }

    static func namespace(_ name: String, _ role: String) -> String {
        "\(Network.prefix)\(name)-\(role)"
    }

    /// What its control groups begin with.
    public var groupPrefix: String { "\(Network.prefix)\(name)." }

    /// Takes the name for a network that is about to be made.
    static func claim(
        _ name: String, _ path: Path, in places: Places, isKept: Bool
    ) throws(Refusal) -> Standing {
        let attempt = "make the network \(name)"
        if let objection = objection(to: name) { throw Refusal(attempt, .misfit(objection)) }
        return try refusing(attempt) { () throws(KernelError) in
            // More stations than there may be: those that are not made are not missed.
            let standing = Standing(
                name: name, pathWords: path.words, owner: isKept ? nil : try .current(),
                roles: Layout(path, needsExit: true).stations, places: places)
            try folder(places).create()
            try standing.file.claim(with: Array(standing.json.text(.compact).utf8))
            return standing
        } onTaken: {
            Refusal(
                attempt, .taken("there is a network \"\(name)\" already"),
                hint: "take it down with `graft testbed down --name \(name)`, or use another --name"
            )
        }
    }

    private static func objection(to name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, name.utf8.count <= Network.longestName else {
            return "\"\(name)\" is no name: 1 to \(Network.longestName) letters, digits and \"_\""
        }
        return nil
    }

    private static func refusing(
        _ attempt: String, _ body: () throws(KernelError) -> Standing, onTaken: () -> Refusal
    ) throws(Refusal) -> Standing {
        do throws(KernelError) {
            return try body()
        } catch {
            throw error.isErrno(17) ? onTaken() : Refusal(error, attempt: attempt)
        }
    }

    /// The same, with processes that will outlive this one.
    func adding(minders: [ProcessIdentity]) throws(KernelError) -> Standing {
        let standing = Standing(
            name: name, pathWords: pathWords, owner: owner, roles: roles,
            minders: self.minders + minders, places: places)
        try file.replace(with: standing.json.text(.compact))
        return standing
    }
}

extension Standing {
    private static let schema = 1

    var json: JSON {
        [
            "schema": JSON(Standing.schema), "name": JSON(name), "path": JSON(pathWords),
            "owner": owner.map(\.json) ?? .null, "roles": JSON(roles),
            "minders": .array(minders.map(\.json)),
        ]
    }

    convenience init(_ place: JSON.Place, places: Places) throws(JSON.Mismatch) {
        let schema = try place["schema"].integer(Int.self)
        guard schema == Standing.schema else {
            throw JSON.Mismatch(
                path: "schema", expected: "\(Standing.schema)",
                found: "\(schema), another graft's")
        }
        var owner: ProcessIdentity?
        if let place = place["owner"].ifPresent { owner = try ProcessIdentity(place) }
        var minders: [ProcessIdentity] = []
        for place in try place["minders"].elements() { minders.append(try ProcessIdentity(place)) }
        var roles: [String] = []
        for place in try place["roles"].elements() { roles.append(try place.string()) }
        var words: [String] = []
        for place in try place["path"].elements() { words.append(try place.string()) }
        self.init(
            name: try place["name"].string(), pathWords: words, owner: owner, roles: roles,
            minders: minders, places: places)
    }
}

extension Standing {
    /// Where a run keeps what netperf says, while it runs.
    var runFolder: Folder { Standing.folder(places).folder("\(name).run") }

    /// The figures of its delay line.
    var relayFile: File { Standing.folder(places).file("\(name).relay") }
}

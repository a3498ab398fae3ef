// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// Registrations as `graft list` shows them.
struct Listing: Shown {
    private let registrations: [Registration]
    /// Programs' counts when counting began, by number.
    private let before: [UInt32: (calls: UInt64, nanoseconds: UInt64)]
    private let counted: Duration?
    private let isDetailed: Bool
    /// Of those shown in detail: what their globals hold, and who uses them.
    private var uses: Assignments?
    private var values: [String: [LiveValue]] = [:]
    private var sockets: [UInt32: [Census.State: Int]] = [:]
    /// What the kernel says of schedulers, which it can throw out while they are registered.
    private var schedulers: [String: SchedulerStanding] = [:]

    init(_ registrations: [Registration]) {
        self.init(registrations, before: [:], counted: nil, isDetailed: false)
    }

    /// With what was called between two looks.
    init(_ registrations: [Registration], since before: [Registration], during time: Duration) {
        var counts: [UInt32: (calls: UInt64, nanoseconds: UInt64)] = [:]
        for operation in before.flatMap(\.versions).flatMap(\.programs) {
            counts[operation.programID] = (operation.calls, operation.nanoseconds)
        }
        self.init(registrations, before: counts, counted: time, isDetailed: false)
    }

    private init(
        _ registrations: [Registration],
        before: [UInt32: (calls: UInt64, nanoseconds: UInt64)], counted: Duration?,
        isDetailed: Bool
    ) {
        self.registrations = registrations
        self.before = before
        self.counted = counted
        self.isDetailed = isDetailed
    }

    /// Only the one with this name, in detail.
    func only(_ name: String) throws(Refusal) -> Listing {
        let found = registrations.filter { $0.name == name }
        guard !found.isEmpty else {
            throw Refusal(
                "list \(name)", .unknown("nothing is registered as \"\(name)\""),
                hint: "see `graft list`")
        }
        var listing = Listing(found, before: before, counted: counted, isDetailed: true)
        listing.schedulers = schedulers
        listing.uses = uses?.of(name)
        return listing
    }

    /// Asks who was given which algorithm.
    mutating func askUses(_ registry: Registry) throws { uses = try Assignments(registry) }

    /// Asks the kernel which schedulers rule, and why others do not.
    mutating func askSchedulers(_ registry: Registry) throws {
        for registration in registrations {
            schedulers[registration.name] = try registry.standing(of: registration)
        }
    }

    private func words(_ registration: Registration) -> String {
        schedulers[registration.name]?.words ?? registration.stateWords
    }

    /// Asks the kernel for live values and sockets. Without root there are no sockets to see.
    mutating func look(_ registry: Registry, on kernel: RunningKernel) throws {
        for registration in registrations {
            values[registration.name] = try registry.values(of: registration)
        }
        guard registrations.contains(where: \.hook.hasSockets) else { return }
        let census = try Census(Instruments(.host, on: kernel))
        for version in registrations.flatMap(\.versions) {
            sockets[version.carrierID] = census.sockets(onMap: version.carrierID)
        }
    }

    private func count(_ operation: Registration.Operation) -> (calls: UInt64, nanoseconds: UInt64)
    {
        let old = before[operation.programID] ?? (0, 0)
        return (operation.calls &- old.calls, operation.nanoseconds &- old.nanoseconds)
    }

    private func count(_ version: Registration.Version) -> (calls: UInt64, nanoseconds: UInt64) {
        version.programs.map(count).reduce((0, 0)) { ($0.0 &+ $1.0, $0.1 &+ $1.1) }
    }
}

extension Listing {
    var text: String {
        guard !registrations.isEmpty else { return "nothing is registered" }
        var table = Table(
            "NAME", "HOOK", "ON", "VERSION", "SHA256", "SINCE", "CALLS", "NS/CALL", "STATE",
            numeric: [6, 7])
        for registration in registrations {
            if registration.versions.isEmpty {
                table.add(
                    registration.name, registration.hook.title, registration.site, "", "", "", "",
                    "",
                    registration.stateWords)
            }
            for version in registration.versions {
                let (calls, nanoseconds) = count(version)
                table.add(
                    registration.name, registration.hook.title, registration.site, version.words,
                    version.record?.digest.short ?? "",
                    version.record.map { Words.age(of: $0.at) } ?? "",
                    calls == 0 && counted == nil ? "-" : Words.count(calls),
                    calls == 0 ? "-" : Words.count(nanoseconds / calls),
                    version.isCurrent ? words(registration) : registration.oldStateWords)
            }
        }
        var parts = [table.text]
        if let uses, !uses.isEmpty { parts.append(uses.text) }
        if isDetailed { parts += registrations.map(detail) }
        return parts.joined(separator: "\n\n")
    }

    private func detail(_ registration: Registration) -> String {
        var parts: [String] = []
        if let record = registration.current?.record {
            var lines = ["from \(record.file), by \(record.by), \(record.at)"]
            lines += registration.versions.compactMap(socketLine)
            parts.append(lines.joined(separator: "\n"))
        }
        if case .ejected(let report?) = schedulers[registration.name] {
            parts.append(report.decisiveLines(12).joined(separator: "\n"))
        }
        if let values = values[registration.name], !values.isEmpty {
            var table = Table("VALUE", "KIND", "NOW", "MEANING", numeric: [2])
            for value in values {
                table.add(value.name, value.kind.rawValue, value.value, value.meaning ?? "")
            }
            parts.append(table.text)
        }
        if let version = registration.current {
            var table = Table(
                "OPERATION", "PROGRAM", "TAG", "CALLS", "NS/CALL", numeric: [1, 3, 4])
            for operation in version.programs {
                let (calls, nanoseconds) = count(operation)
                table.add(
                    operation.member, String(operation.programID), operation.tag,
                    Words.count(calls), calls == 0 ? "-" : Words.count(nanoseconds / calls))
            }
            parts.append(table.text)
        }
        return parts.joined(separator: "\n\n")
    }

    private func socketLine(_ version: Registration.Version) -> String? {
        guard let states = sockets[version.carrierID] else { return nil }
        let total = states.values.reduce(0, +)
        let words = Census.State.allCases.compactMap { state in
            states[state].map { "\(Words.count($0)) \(state.words)" }
        }
        return "v\(version.number): \(Words.plural(total, "socket"))"
            + (words.isEmpty ? "" : ": " + words.joined(separator: ", "))
    }

    var json: JSON {
        .array(
            registrations.map { registration in
                [
                    "name": JSON(registration.name),
                    "hook": JSON(registration.hook.id), "on": JSON(registration.site),
                    "uses": uses?.of(registration.name).json ?? [],
                    "owner": JSON(registration.owner == .graft ? "graft" : "foreign"),
                    "state": JSON(registration.state.word),
                    "scheduler": JSON(schedulers[registration.name]?.words),
                    "versions": .array(registration.versions.map(json)),
                    "values": .array(
                        (values[registration.name] ?? []).map {
                            [
                                "name": JSON($0.name), "kind": JSON($0.kind.rawValue),
                                "value": JSON($0.value), "meaning": JSON($0.meaning),
                            ]
                        }),
                ]
            })
    }

    private func json(_ version: Registration.Version) -> JSON {
        let (calls, nanoseconds) = count(version)
        return [
            "number": JSON(version.number), "current": JSON(version.isCurrent),
            "carrier": JSON(version.carrierID),
            "sha256": JSON(version.record?.digest.hexadecimal),
            "stated": JSON(version.record?.stated),
            "file": JSON(version.record?.file), "by": JSON(version.record?.by),
            "at": JSON(version.record?.at.description),
            "knobs": .object(
                JSON.Object(
                    (version.record?.knobs ?? []).map { (key: $0.knob, value: JSON($0.value)) })),
            "sockets": sockets[version.carrierID].map { states in
                .object(
                    JSON.Object(
                        Census.State.allCases.compactMap { state in
                            states[state].map { (key: state.words, value: JSON($0)) }
                        }))
            } ?? .null,
            "calls": JSON(calls), "run_ns": JSON(nanoseconds),
            "operations": .array(
                version.programs.map { operation in
                    let (calls, nanoseconds) = count(operation)
                    return [
                        "name": JSON(operation.member), "program": JSON(operation.programID),
                        "tag": JSON(operation.tag), "calls": JSON(calls),
                        "run_ns": JSON(nanoseconds),
                    ]
                }),
        ]
    }
}

extension Registration {
    fileprivate var stateWords: String {
        let words: String =
            switch state {
            case .live: "live"
            case .liveWithoutLink: "live, no link: cannot be swapped in one step"
            case .severed:
                hook.site == .host
                    ? "severed: the pin holds a link that holds nothing"
                    : "severed: what it was attached to is gone"
            case .recordOnly: "gone: written down, and not in the kernel"
            case .emptyFolder: "half there: a folder for its pins, and nothing in it"
            case .unregistered: "half there: loaded and pinned, not registered"
            case .draining: "draining: only its sockets hold it"
            }
        return owner == .foreign ? "foreign, \(words)" : words
    }

    fileprivate var oldStateWords: String {
        state.isLive ? "kept ready" : stateWords
    }
}

extension Registration.State {
    /// One word for programs.
    var word: String {
        switch self {
        case .live: "live"
        case .liveWithoutLink: "live_without_link"
        case .severed: "severed"
        case .recordOnly: "record_only"
        case .emptyFolder: "empty_folder"
        case .unregistered: "unregistered"
        case .draining: "draining"
        }
    }
}

extension Registration.Version {
    fileprivate var words: String {
        number == 0 ? "-" : "v\(number)" + (record?.stated.map { " (\($0))" } ?? "")
    }
}

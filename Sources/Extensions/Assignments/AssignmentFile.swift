// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// The assignments as they are written down: `uses.json` among the records.
///
/// One is written down before the kernel is changed, and taken out after it was
/// changed back: what a crash leaves is listed, and can be undone.
struct AssignmentFile {
    private let file: File
    private static let schema = 1

    init(_ places: Places) { file = File(places.records + "/uses.json") }

    func read() throws(Refusal) -> [Assignment] {
        try file.jsonIfAny(
            hint: "remove the file; what the kernel was told stays until it is told otherwise"
        ) { place throws(JSON.Mismatch) in try AssignmentFile.assignments(place) } ?? []
    }

    private static func assignments(_ place: JSON.Place) throws(JSON.Mismatch) -> [Assignment] {
        let schema = try place["schema"].integer(Int.self)
        guard schema == AssignmentFile.schema else {
            throw JSON.Mismatch(
                path: "schema", expected: "\(AssignmentFile.schema)",
                found: "\(schema), another graft's")
        }
        var assignments: [Assignment] = []
        for element in try place["uses"].elements() { assignments.append(try Assignment(element)) }
        return assignments
    }

    /// An empty list leaves no file.
    func write(_ assignments: [Assignment], _ session: borrowing Session) throws(Refusal) {
        let file = file
        try refusing { () throws(KernelError) in
            if assignments.isEmpty { return try file.removeIfAny() }
            let json: JSON = [
                "schema": JSON(AssignmentFile.schema),
                "uses": .array(assignments.map(\.written)),
            ]
            try file.replace(with: json.text(.pretty) + "\n")
        }
    }
}

extension Assignment {
    /// As it stands in the file.
    var written: JSON {
        [
            "algorithm": JSON(algorithm), "for": scope.json, "namespace": JSON(namespace),
            "before": JSON(before), "route": JSON(route), "needs_ecn": JSON(needsECN),
            "by": JSON(by), "at": JSON(at.nanoseconds),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        algorithm = try place["algorithm"].string()
        scope = try Scope(place["for"])
        namespace = try place["namespace"].ifPresent?.integer(UInt64.self)
        before = try place["before"].ifPresent?.string()
        route = try place["route"].ifPresent?.string()
        needsECN = try place["needs_ecn"].bool()
        by = try place["by"].string()
        at = WallTime(nanoseconds: try place["at"].integer(Int64.self))
    }
}

extension Assignment.Scope {
    public var json: JSON {
        switch self {
        case .namespace(let name): ["default": true, "netns": JSON(name)]
        case .route(let range, let name): ["to": JSON("\(range)"), "netns": JSON(name)]
        case .controlGroup(let path, let range, let port):
            ["cgroup": JSON(path), "to": JSON(range.map { "\($0)" }), "port": JSON(port)]
        }
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        let range = try Self.range(place["to"])
        let namespace = try place["netns"].ifPresent?.string()
        if let path = try place["cgroup"].ifPresent?.string() {
            let port = try place["port"].ifPresent?.integer(UInt16.self)
            self = .controlGroup(path, to: range, port: port)
        } else if let range {
            self = .route(range, in: namespace)
        } else {
            self = .namespace(namespace)
        }
    }

    private static func range(_ place: JSON.Place) throws(JSON.Mismatch) -> AddressPrefix? {
        guard let text = try place.ifPresent?.string() else { return nil }
        do {
            return try AddressPrefix(text)
        } catch {
            throw JSON.Mismatch(path: place.path, expected: "a range of addresses", found: text)
        }
    }
}

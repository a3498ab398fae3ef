// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// What of ours is in the kernel: everything whose name begins with `gt_`.
struct Ours: Equatable {
    let things: [String]

    init() throws {
        var things: [String] = []
        for id in try Map.allIDs() {
            guard let name = try Map(id: id)?.details().name, Ours.owns(name) else { continue }
            things.append("map \(name)")
        }
        for id in try Program.allIDs() {
            guard let name = try Program(id: id)?.details().name, Ours.owns(name) else { continue }
            things.append("program \(name)")
        }
        for id in try Link.allIDs() {
            guard let link = try Link(id: id) else { continue }
            let details = try link.details()
            guard details.isStructOps, details.mapID != 0,
                let name = try Map(id: details.mapID)?.details().name, Ours.owns(name)
            else { continue }
            things.append("link of \(name)")
        }
        things += try Ours.algorithms().filter(Ours.owns).map { "algorithm \($0)" }
        things += try NetworkNamespace.names().filter(Ours.owns).map { "namespace \($0)" }
        for folder in try Folder("/sys/fs/bpf").namesIfAny() where Ours.owns(folder) {
            let pins = try Folder("/sys/fs/bpf/\(folder)").namesIfAny()
            things += pins.map { "pin \(folder)/\($0)" }
        }
        self.things = things.sorted()
    }

    static func owns(_ name: String) -> Bool { name.hasPrefix("gt_") }

    static func algorithms() throws -> Set<String> {
        let line = try Sysctl.availableCongestionControls.read()
        return Set(line.split(separator: " ").map(String.init))
    }

    /// Expects what was there `before`, as soon as the kernel has freed what it must.
    static func expect(
        _ before: Ours, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let now = try settled(at: before)
        #expect(now.things == before.things, sourceLocation: sourceLocation)
    }

    /// What is there when it is as it was before, or after ten seconds.
    @discardableResult
    static func settled(at before: Ours) throws -> Ours {
        let start = Instant.now
        while true {
            let now = try Ours()
            if now == before || Instant.now.since(start) > .seconds(10) { return now }
            Duration.milliseconds(5).pause()
        }
    }

    /// Takes out whatever bears our name, by force: after a test that failed, or a
    /// run that was killed.
    static func remove() {
        // Each may be gone already; what stays is found by the next test.
        for id in (try? Link.allIDs()) ?? [] {
            guard let link = try? Link(id: id), let details = try? link.details(),
                details.isStructOps, let map = try? Map(id: details.mapID),
                let name = try? map.details().name, owns(name)
            else { continue }
            try? link.detach(name)
        }
        for id in (try? Map.allIDs()) ?? [] {
            guard let map = try? Map(id: id), let details = try? map.details(),
                owns(details.name), details.type == Map.structOps
            else { continue }
            try? map.delete(key: [0, 0, 0, 0])
        }
        for name in (try? NetworkNamespace.names().filter(owns)) ?? [] {
            try? NetworkNamespace.delete(named: name)
        }
        for name in (try? Folder("/sys/fs/bpf").namesIfAny().filter(owns)) ?? [] {
            try? Folder("/sys/fs/bpf/\(name)").removeTree()
        }
    }
}

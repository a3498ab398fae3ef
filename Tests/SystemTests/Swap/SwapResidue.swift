// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// What of ours is on the machine: everything whose name begins with `gs_`.
struct SwapResidue: Equatable {
    let things: [String]
    var isEmpty: Bool { things.isEmpty }

    static func owns(_ name: String) -> Bool { name.hasPrefix("gs_") }

    init() throws {
        var things: [String] = []
        for id in try Map.allIDs() {
            guard let name = try Map(id: id)?.details().name, SwapResidue.owns(name) else {
                continue
            }
            things.append("map \(name)")
        }
        for id in try Program.allIDs() {
            guard let name = try Program(id: id)?.details().name, SwapResidue.owns(name) else {
                continue
            }
            things.append("program \(name)")
        }
        things += try SwapResidue.algorithms().filter(SwapResidue.owns).map { "algorithm \($0)" }
        things += try NetworkNamespace.names().filter(SwapResidue.owns).map { "namespace \($0)" }
        things += try Folder("/sys/fs/bpf").namesIfAny().filter(SwapResidue.owns)
            .map { "pins \($0)" }
        self.things = things.sorted()
    }

    /// The names of the congestion controls that the kernel has.
    static func algorithms() throws -> Set<String> {
        let line = try Sysctl.availableCongestionControls.read()
        return Set(line.split(separator: " ").map(String.init))
    }

    /// Expects nothing of ours, as soon as the kernel has freed what it must.
    static func expectNone(sourceLocation: SourceLocation) throws {
        var now = try SwapResidue()
        _ = try SwapGround.wait {
            now = try SwapResidue()
            return now.isEmpty
        }
        #expect(now.things == [], "left over", sourceLocation: sourceLocation)
    }

    /// Takes out whatever bears our name, by force: after a test that failed.
    static func remove() {
        // Each may be gone already; what stays is told by the next test.
        for name in (try? Folder("/sys/fs/bpf").namesIfAny().filter(owns)) ?? [] {
            try? Folder("/sys/fs/bpf/\(name)").removeTree()
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
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The program that chooses for one control group: graft's instrument `chooser`,
/// its link and its rules pinned side by side.
///
/// The pins stand beside those of the registrations, not among them: a folder there
/// is a registration. Beside the pins, because that is where state lives that holds a
/// program in the kernel.
struct Chooser {
    let group: String
    private let folder: String

    init(_ group: String, _ places: Places) {
        self.group = group
        folder = "\(places.assignments)/\(Digest(of: Array(group.utf8)).short)"
    }

    private var link: String { folder + "/link" }
    private var rules: String { folder + "/rules" }

    /// Chooses by these assignments and no others from now on.
    func apply(
        _ assignments: [Assignment], shelf: Shelf, on kernel: RunningKernel
    ) throws(Refusal) {
        if try isAttached() {
            try refusing("write the rules of \(group)") { () throws(KernelError) in
                try write(assignments, into: Map(pinnedAt: rules))
            }
            return
        }
        try remove()
        let loaded = try Instruments.load("chooser", shelf, kernel)
        guard let map = loaded.maps["rules"], let program = loaded.programs["chooser"],
            let hook = Hook.socketOperations.program
        else { preconditionFailure("the instrument chooser has no rules or no program") }
        do {
            try refusing { () throws(KernelError) in
                try write(assignments, into: map)
                try Folder(folder).create(mode: 0o700)
                try map.pin(at: rules)
                let link = try Site.controlGroup(group).attach(
                    program, hook, "choose for the control group \(group)")
                try link.pin(at: self.link)
            }
        } catch {
            // What was refused first is the one to tell.
            try? remove()
            throw error
        }
    }

    /// Lets go of the program; afterwards nothing of it is there.
    func remove() throws(Refusal) {
        try refusing("stop choosing for \(group)") { () throws(KernelError) in
            if File(link).isThere {
                let held = try Link(pinnedAt: link)
                try File(link).removeIfAny()
                _ = consume held
            }
            try File(rules).removeIfAny()
            try Folder(folder).removeIfAny()
            let root = File(folder).folder
            if try root.namesIfAny().isEmpty { try root.removeIfAny() }
        }
    }

    /// Whether its program is there, and its control group too.
    func isAttached() throws(Refusal) -> Bool {
        try refusing("look at the rules of \(group)") { () throws(KernelError) in
            guard File(link).isThere, File(rules).isThere else { return false }
            let link = try Link(pinnedAt: link)
            return try !link.details().isSevered
        }
    }

    /// The number of its program; nil where it is not there.
    func program() throws(KernelError) -> UInt32? {
        guard File(link).isThere else { return nil }
        let link = try Link(pinnedAt: link)
        return try link.details().programID
    }

    /// Whether the kernel's rules say what this assignment says.
    func holds(_ assignment: Assignment) throws(Refusal) -> Bool {
        try refusing("look at the rules of \(group)") { () throws(KernelError) in
            let map = try Map(pinnedAt: rules)
            for (key, value) in ChooserRule.rows(assignment) {
                guard try map.value(key, size: ChooserRule.valueSize) == value else {
                    return false
                }
            }
            return true
        }
    }

    /// First what is wanted, then away with the rest: nobody is without a rule in between.
    private func write(_ assignments: [Assignment], into map: Map) throws(KernelError) {
        let rows = assignments.flatMap(ChooserRule.rows)
        for (key, value) in rows { try map.update(key: key, value: value) }
        let wanted = Set(rows.map(\.key))
        for key in try map.keys(size: ChooserRule.keySize) where !wanted.contains(key) {
            try map.delete(key: key)
        }
    }
}

/// Rows of the chooser's map, byte by byte as `chooser.h` has them.
enum ChooserRule {
    static let keySize = 24
    static let valueSize = 20
    private static let fixedBits = 32

    static func rows(_ assignment: Assignment) -> [(key: [UInt8], value: [UInt8])] {
        guard case .controlGroup(_, let range, let port) = assignment.scope else { return [] }
        var name = Array(assignment.algorithm.utf8.prefix(15))
        name += [UInt8](repeating: 0, count: 16 - name.count)
        let value = name + bytes(UInt32(assignment.needsECN ? 1 : 0))
        guard let range else {
            return [4, 6].map { family in
                (key(fixedBits, port, family, .any), value)
            }
        }
        let isV4 = range.address.isV4
        let bits = fixedBits + (isV4 ? 96 : 0) + range.length
        return [(key(bits, port, isV4 ? 4 : 6, range.address), value)]
    }

    private static func key(
        _ bits: Int, _ port: UInt16?, _ family: UInt16, _ address: IPAddress
    ) -> [UInt8] {
        bytes(UInt32(bits)) + bytes(port ?? 0) + bytes(family)
            + bytes(address.high.bigEndian) + bytes(address.low.bigEndian)
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number) { Array($0) }
    }
}

extension Places {
    /// In bpffs: what holds the choosers of control groups.
    var assignments: String { pins + "-uses" }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel

/// A packet program that ships with graft, registered by graft's own hand.
///
/// The hook goes with the namespace that it is in; the registration does not, so a
/// test ends with `unregister`.
struct PacketProgram {
    let name: String
    private let extensionName: String
    private let workspace: Workspace

    /// Registers `extensionName` where the words say, as `name`.
    init(
        _ extensionName: String, as name: String, _ site: [String], _ workspace: Workspace
    ) throws {
        self.name = name
        self.extensionName = extensionName
        self.workspace = workspace
        try done(["register", extensionName, "--as", name] + site)
    }

    /// Another version of the same code, with these knobs.
    func swap(setting knobs: String...) throws {
        try done(["swap", name, extensionName] + knobs.flatMap { ["--set", $0] })
    }

    func rollback() throws { try done(["rollback", name]) }

    func unregister() throws { try done(["unregister", name]) }

    private func done(_ words: [String]) throws {
        let answer = try workspace.run([Workspace.graft] + words)
        guard answer.status == 0 else {
            throw KernelError(
                "graft \(words.joined(separator: " "))",
                .said((answer.output + answer.errors).joined(separator: "\n")))
        }
    }
}

extension PacketProgram {
    /// The counters of the current version that are not zero, as `graft list` shows them.
    func counters() throws -> [String: Int] {
        guard let registration = try workspace.registration(name) else { return [:] }
        var counters: [String: Int] = [:]
        for value in try workspace.registry.values(of: registration) where value.kind == .counter {
            counters[value.name] = Int(value.value)
        }
        return counters.filter { $0.value > 0 }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What deterministic machines of one kind stand on: a root of files in one archive, made once
/// and kept in the cache.
///
/// It holds no path of this host, no date and no owner: the same kernel, programs and libraries
/// make the same bytes on any host.
public struct Ground: Sendable {
    public let kernel: LabKernel
    /// Of all that is in it.
    public let digest: Digest
    /// Of parts of it, to tell by name what differs between two.
    public let parts: Parts
    private let archive: Held

    /// Held open: another build of this program that fills the cache may remove its name.
    private final class Held: Sendable {
        let file: Descriptor

        init(_ path: String) throws(KernelError) { file = try .reading(path) }
    }

    public struct Parts: Equatable, Sendable {
        /// This program.
        public let agent: Digest
        /// All other programs, and the libraries of all.
        public let programs: Digest
    }

    /// What is found of these on PATH is packed. busybox is needed, the rest is as good as the
    /// host has it.
    static let usual = [
        "busybox", "bash", "dash", "ip", "tc", "ss", "ethtool", "netperf", "netserver",
    ]

    /// Our own, and where the tools of the administrator are: it takes no root to pack them.
    static var path: String {
        (Environment.value(of: "PATH") ?? "/usr/local/bin:/usr/bin") + ":/usr/sbin:/sbin"
    }

    /// From the cache; packed where it is not there. `agent` is the file of this program;
    /// `programs` are packed beside the usual ones, and must be there.
    static func prepare(
        for kernel: LabKernel, agent: String, programs: [String], in cache: KernelCache
    ) throws(LabRefusal) -> Ground {
        let folder = cache.root.folder("grounds")
        let lock = try labbing("fill \(folder.path)") { () throws(KernelError) in
            try folder.create()
            return try FileLock.wait(for: folder.file("lock").path)
        }
        defer { _ = lock }
        let packing = try GroundPacking(kernel, agent: agent, programs: programs)
        let name = Digest(of: Array(try packing.stamp().utf8)).short
        let archive = folder.file("\(name).cpio")
        let noted = folder.file("\(name).sha256")
        let text = try labbing { () throws(KernelError) in
            try archive.exists() ? try noted.bytesIfAny() : nil
        }
        let known = String(decoding: text ?? [], as: UTF8.self).split(separator: "\n")
            .compactMap { Digest(hexadecimal: String($0)) }
        if known.count == 3 {
            return Ground(
                kernel: kernel, digest: known[0],
                parts: Parts(agent: known[1], programs: known[2]), archive: try held(archive))
        }
        let digest = try fill(archive, with: packing)
        let parts = try packing.parts()
        let lines = [digest, parts.agent, parts.programs].map(\.hexadecimal)
        try labbing { () throws(KernelError) in
            try noted.replace(with: lines.joined(separator: "\n"))
        }
        let ground = Ground(
            kernel: kernel, digest: digest, parts: parts, archive: try held(archive))
        try dropOldest(in: folder)
        return ground
    }

    private static func held(_ archive: File) throws(LabRefusal) -> Held {
        try labbing { () throws(KernelError) in try Held(archive.path) }
    }

    /// The archive, as it was when it was prepared.
    func content() throws(KernelError) -> [UInt8] { try archive.file.content() }

    private static func fill(
        _ archive: File, with packing: GroundPacking
    ) throws(LabRefusal) -> Digest {
        let bytes = try packing.tree().archived()
        try labbing { () throws(KernelError) in try archive.replace(with: bytes) }
        return try digests(of: [archive.path])[0]
    }

    /// Of files, one for each. By a program: a debug build of ours would take a minute for it.
    static func digests(of files: [String]) throws(LabRefusal) -> [Digest] {
        let attempt = "compute the digest of \(files.first ?? "nothing")"
        let said = try must(attempt, ["sha256sum"] + files, limit: .seconds(60))
        let digests = said.text.split(separator: "\n").compactMap { line in
            // A name with a line feed or a backslash in it has one more before its digest.
            Digest(hexadecimal: String(line.drop { $0 == "\\" }.prefix { $0 != " " }))
        }
        guard digests.count == files.count else {
            throw LabRefusal(attempt, "sha256sum says \(digests.count) of \(files.count)")
        }
        return digests
    }

    /// How many stay: each build of this program has its own.
    private static let kept = 4

    private static func dropOldest(in folder: Folder) throws(LabRefusal) {
        try labbing("tidy \(folder.path)") { () throws(KernelError) in
            var aged: [(file: File, changed: WallTime)] = []
            for name in try folder.names() where name.hasSuffix(".cpio") {
                let file = folder.file(name)
                guard let changed = try file.changed() else { continue }
                aged.append((file, changed))
            }
            aged.sort { $0.changed.nanoseconds > $1.changed.nanoseconds }
            for old in aged.dropFirst(kept) {
                try old.file.removeIfAny()
                try File(String(old.file.path.dropLast(5)) + ".sha256").removeIfAny()
            }
        }
    }
}

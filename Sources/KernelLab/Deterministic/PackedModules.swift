// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The modules of a kernel that experiments use, unpacked: nothing inside can unpack them quickly.
struct PackedModules {
    let kernel: LabKernel

    /// Folders of which all is taken, and single modules. What a kernel does not have, or has
    /// built in, is passed over; what these need comes along.
    private static let folders = ["kernel/net/sched/"]
    private static let prefixes = [
        "kernel/net/ipv4/tcp_", "kernel/net/ipv4/udp_diag", "kernel/net/ipv4/inet_diag",
        "kernel/net/netfilter/nf_tables", "kernel/net/netfilter/nft_queue",
        "kernel/net/netfilter/nfnetlink", "kernel/drivers/net/veth", "kernel/drivers/net/ifb",
        "kernel/drivers/net/dummy", "kernel/drivers/net/tun.",
    ]

    /// Puts them, and the lists by which they are found, into a tree.
    func add(to tree: inout PackedTree) throws(LabRefusal) {
        let attempt = "pack the modules of \(kernel.release)"
        let draft = try labbing(attempt) { () throws(KernelError) in try Folder.temporary() }
        defer {
            // In the folder for what is temporary: the next restart removes it.
            try? draft.removeTree()
        }
        let inside = "lib/modules/\(kernel.release)"
        let place = draft.folder(inside)
        let dependencies = try labbing(attempt) { () throws(KernelError) in
            try place.create()
            return try kernel.modules.file("modules.dep").text()
        }
        for path in PackedModules.chosen(from: dependencies) {
            try unpack(path, into: place, attempt)
        }
        try labbing(attempt) { () throws(KernelError) in
            for list in ["modules.builtin", "modules.builtin.modinfo", "modules.order"] {
                guard let bytes = try kernel.modules.file(list).bytesIfAny() else { continue }
                try place.file(list).replace(with: bytes)
            }
        }
        let depmod = try labbing(attempt, hint: "install kmod") { () throws(KernelError) in
            try Executable.locate("depmod", on: Ground.path)
        }
        try must(
            attempt, [depmod, "-b", draft.path, kernel.release.text], limit: .seconds(300))
        try take(place, inside, into: &tree)
    }

    private func unpack(
        _ path: String, into place: Folder, _ attempt: String
    ) throws(LabRefusal) {
        let packed = kernel.modules.file(path)
        let plain = place.file(PackedModules.plain(path))
        let bytes = try labbing(attempt) { () throws(KernelError) in
            try plain.folder.create()
            return try packed.bytes()
        }
        guard let tool = PackedModules.tool(for: path) else {
            return try labbing(attempt) { () throws(KernelError) in
                try plain.replace(with: bytes)
            }
        }
        try Decompression.write(bytes, by: tool, to: plain, attempt: attempt)
    }

    private func take(
        _ folder: Folder, _ inside: String, into tree: inout PackedTree
    ) throws(LabRefusal) {
        let names = try labbing { () throws(KernelError) in try folder.names() }
        for name in names {
            let path = "\(inside)/\(name)"
            let kind = try labbing { () throws(KernelError) in try folder.file(name).kind() }
            if kind == .folder {
                try take(folder.folder(name), path, into: &tree)
            } else if !name.hasSuffix(".bin") {
                // Those are lists for another modprobe than ours.
                let bytes = try labbing { () throws(KernelError) in
                    try folder.file(name).bytes()
                }
                tree.file(path, bytes)
            }
        }
    }

    /// The paths of what is wanted and of what that needs, sorted.
    static func chosen(from dependencies: String) -> [String] {
        var chosen: Set<String> = []
        for line in dependencies.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let path = String(line[..<colon])
            guard (folders + prefixes).contains(where: path.hasPrefix) else { continue }
            chosen.insert(path)
            let needed = line[line.index(after: colon)...].split(separator: " ")
            chosen.formUnion(needed.map(String.init))
        }
        return chosen.sorted()
    }

    private static func plain(_ path: String) -> String {
        tool(for: path) == nil ? path : String(path.dropLast(ending(path)))
    }

    private static func ending(_ path: String) -> Int { path.hasSuffix(".zst") ? 4 : 3 }

    private static func tool(for path: String) -> String? {
        path.hasSuffix(".zst") ? "zstd" : path.hasSuffix(".xz") ? "xz" : nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What goes into a ground, by its files on this host.
struct GroundPacking {
    private let kernel: LabKernel
    /// From the name inside to the file.
    private let programs: [String: String]
    private let libraries: [String: String]

    /// To be raised with every change of what is packed or how.
    private static let version = 1
    private static let libraryFolder = "usr/lib/x86_64-linux-gnu"

    init(_ kernel: LabKernel, agent: String, programs words: [String]) throws(LabRefusal) {
        self.kernel = kernel
        var programs = ["graft": agent]
        for name in Ground.usual {
            do throws(KernelError) {
                programs[name] = try Executable.locate(name, on: Ground.path)
            } catch {
                // Who needs it inside is told so there, as on a host without it.
                guard name == "busybox" else { continue }
                throw LabRefusal(error, hint: "install busybox-static")
            }
        }
        for word in words {
            let file = try labbing { () throws(KernelError) in
                try Executable.locate(word, on: Ground.path)
            }
            programs[File(file).name] = file
        }
        let host = try SharedLibraries.ofThisHost()
        var libraries: [String: String] = [:]
        for file in programs.values.sorted() {
            libraries.merge(try host.needed(by: file)) { first, _ in first }
        }
        self.programs = programs
        self.libraries = libraries
    }

    /// What it would be made of, with each file's date: enough to know it again on this host.
    func stamp() throws(LabRefusal) -> String {
        var lines = ["\(GroundPacking.version) \(kernel.release)"]
        lines += [try text(of: kernel.packages)]
        for (name, file) in programs.sorted(by: { $0.key < $1.key })
            + libraries.sorted(by: { $0.key < $1.key })
        {
            let changed = try labbing { () throws(KernelError) in
                try File(try File(file).resolved()).changed()
            }
            lines.append("\(name) \(file) \(changed?.nanoseconds ?? 0)")
        }
        return lines.joined(separator: "\n")
    }

    /// What is known of its parts by content, whatever their places on this host.
    func parts() throws(LabRefusal) -> Ground.Parts {
        var others = programs.merging(libraries) { first, _ in first }
        let agent = others.removeValue(forKey: "graft") ?? ""
        let names = others.keys.sorted()
        let digests = try Ground.digests(of: [agent] + names.compactMap { others[$0] })
        let lines = zip(names, digests.dropFirst()).map { "\($0) \($1)" }
        return Ground.Parts(
            agent: digests[0], programs: Digest(of: Array(lines.joined(separator: "\n").utf8)))
    }

    func tree() throws(LabRefusal) -> PackedTree {
        var tree = PackedTree()
        addFolders(to: &tree)
        for (name, file) in programs.sorted(by: { $0.key < $1.key }) {
            tree.file("usr/bin/\(name)", mode: 0o755, try bytes(of: file))
        }
        for (name, file) in libraries.sorted(by: { $0.key < $1.key }) {
            tree.file("\(GroundPacking.libraryFolder)/\(name)", mode: 0o755, try bytes(of: file))
        }
        try addApplets(to: &tree)
        try PackedModules(kernel: kernel).add(to: &tree)
        try addDistributions(to: &tree)
        tree.file("boot/config-\(kernel.release)", try bytes(of: kernel.configuration.path))
        tree.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        tree.file("etc/group", "root:x:0:\n")
        tree.file("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
        tree.file("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
        tree.file("init", mode: 0o755, GroundPacking.first)
        return tree
    }

    private func addFolders(to tree: inout PackedTree) {
        for folder in ["dev", "proc", "sys", "run", "tmp", "root", "var", "work", "errand"] {
            tree.folder(folder)
        }
        tree.folder(GroundPacking.libraryFolder)
        tree.link("bin", to: "usr/bin")
        tree.link("sbin", to: "usr/bin")
        tree.link("lib", to: "usr/lib")
        tree.link("lib64", to: GroundPacking.libraryFolder)
        tree.link("usr/sbin", to: "bin")
        tree.link("usr/lib64", to: "lib/x86_64-linux-gnu")
        tree.link("var/run", to: "../run")
        tree.device("dev/console", major: 5, minor: 1)
    }

    /// busybox under the names of what is not packed itself; a shell of the host's, for
    /// busybox's takes its own `ip`, which knows no namespaces.
    private func addApplets(to tree: inout PackedTree) throws(LabRefusal) {
        guard let busybox = programs["busybox"] else { return }
        let list = try must("ask busybox for its names", [busybox, "--list"], limit: .seconds(10))
        for name in list.text.split(separator: "\n") where !tree.holds("usr/bin/\(name)") {
            tree.link("usr/bin/\(name)", to: "busybox")
        }
        if let shell = ["dash", "bash"].first(where: { programs[$0] != nil }) {
            tree.link("usr/bin/sh", to: shell)
        }
    }

    /// The shapes of netem's jitter.
    private func addDistributions(to tree: inout PackedTree) throws(LabRefusal) {
        let folder = Folder("/usr/lib/tc")
        let names = try labbing { () throws(KernelError) in try folder.namesIfAny() }
        for name in names where name.hasSuffix(".dist") {
            tree.file("usr/lib/tc/\(name)", try bytes(of: folder.file(name).path))
        }
    }

    private func bytes(of file: String) throws(LabRefusal) -> [UInt8] {
        try labbing("pack \(file)") { () throws(KernelError) in try File(file).bytes() }
    }

    private func text(of file: File) throws(LabRefusal) -> String {
        try labbing { () throws(KernelError) in try file.text() }
    }
}

extension GroundPacking {
    /// From the first process to the command, and from its end to the machine's.
    ///
    /// What was said goes through a serial port, which holds nobody up: the processor puts each
    /// byte into our file itself. It goes when all is over, so that even this cannot be felt.
    fileprivate static let first = """
        #!/usr/bin/busybox sh
        b=/usr/bin/busybox
        \(StartScript.firstMounts)
        $b chmod 1777 /tmp
        \(StartScript.usualMounts)
        \(StartScript.names)
        /usr/bin/graft \(QuietAgent.word) /errand </dev/null >/dev/console 2>&1 ||
            echo "graft-lab: the agent has ended with status $?" >/dev/console
        $b stty -F /dev/ttyS1 raw -echo
        [ ! -e /errand/said ] || $b cat /errand/said >/dev/ttyS1
        $b poweroff -f

        """
}

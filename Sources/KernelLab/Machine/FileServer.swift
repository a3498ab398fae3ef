// SPDX-License-Identifier: Apache-2.0
import Kernel

/// virtiofsd, which serves one folder of this host to a guest. Letting go of it ends it.
final class FileServer: Sendable {
    private let process: ChildProcess
    /// QEMU's end.
    let connection: Spawn.Carried

    /// Debian 13's place, then Debian 12's, whose virtiofsd came with QEMU.
    private static let places = ["/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd"]

    static func start(serving folder: String, writable: Bool) throws(LabRefusal) -> FileServer {
        let program = try locate()
        return try labbing("serve \(folder) to the guest") { () throws(KernelError) in
            let ends = try Descriptor.acceptance()
            let listening = ends.one
            let connected = ends.other
            var spawn = Spawn([program] + (try options(of: program, folder, writable)))
            spawn.leadsGroup = true
            // What it says at the end, that its only client has gone, is no news.
            spawn.output = .null
            spawn.errors = .null
            spawn.carried = [Spawn.Carried(listening)]
            return FileServer(try ChildProcess.start(spawn), Spawn.Carried(connected))
        }
    }

    private init(_ process: consuming ChildProcess, _ connection: Spawn.Carried) {
        self.process = process
        self.connection = connection
    }

    private static func locate() throws(LabRefusal) -> String {
        if let place = places.first(where: { File($0).isThere }) { return place }
        return try labbing(hint: "install virtiofsd (on Debian 12: qemu-system-common)") {
            () throws(KernelError) in try Executable.locate("virtiofsd")
        }
    }

    /// There are two of the name: one in C, which Debian 12 has, and one in Rust.
    private static func options(
        of program: String, _ folder: String, _ writable: Bool
    ) throws(KernelError) -> [String] {
        let help = try ChildProcess.run([program, "--help"], limit: .seconds(10))
        guard help.text.contains("--shared-dir") else {
            return ["--fd=3", "-o", "source=\(folder)", "-o", "sandbox=chroot,xattr,log_level=err"]
        }
        // Neither can make the root of this host the root of a namespace of its own.
        let sandbox = try User.current().isRoot ? "chroot" : "none"
        var options = ["--fd=3", "--shared-dir=\(folder)", "--xattr", "--sandbox=\(sandbox)"]
        if !writable, help.text.contains("--readonly") { options.append("--readonly") }
        // Told of this host's mounts (/proc, /sys), the guest would make each one of its own,
        // and over those its overlay opens nothing (EREMOTE).
        let quiet = "--no-announce-submounts"
        if help.text.contains(quiet) { options.append(quiet) }
        return options
    }
}

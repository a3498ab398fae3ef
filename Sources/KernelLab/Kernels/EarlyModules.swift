// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The modules without which a kernel finds no root: unpacked once, because the busybox that
/// loads them cannot.
enum EarlyModules {
    /// Some are built in, which differs from kernel to kernel.
    private static let wanted = ["virtio_pci", "virtio_console", "virtiofs", "overlay"]

    static func unpack(for kernel: LabKernel) throws(LabRefusal) {
        let attempt = "unpack the modules of \(kernel.release)"
        let dependencies = try labbing(attempt) { () throws(KernelError) in
            try kernel.early.create()
            return try kernel.modules.file("modules.dep").text()
        }
        for (number, path) in order(of: wanted, in: dependencies).enumerated() {
            let file = kernel.modules.file(path)
            let plain = file.name.split(separator: ".").prefix(1).joined() + ".ko"
            let place = kernel.early.file((number < 10 ? "0" : "") + "\(number)-\(plain)")
            let bytes = try labbing(attempt) { () throws(KernelError) in try file.bytes() }
            if file.name.hasSuffix(".ko") {
                try labbing(attempt) { () throws(KernelError) in try place.replace(with: bytes) }
            } else {
                let tool = file.name.hasSuffix(".zst") ? "zstd" : "xz"
                try Decompression.write(bytes, by: tool, to: place, attempt: attempt)
            }
        }
    }

    /// The files of `names` and of what they need, each after what it needs.
    ///
    /// `modules.dep` names a module and then its dependencies, the deepest last.
    static func order(of names: [String], in dependencies: String) -> [String] {
        var order: [String] = []
        for line in dependencies.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let path = line[..<colon]
            let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
            guard names.contains(name.replacing("-", by: "_")) else { continue }
            let needed = line[line.index(after: colon)...].split(separator: " ")
            for file in needed.reversed().map(String.init) + [String(path)]
            where !order.contains(file) {
                order.append(file)
            }
        }
        return order
    }
}

extension Substring {
    fileprivate func replacing(_ old: Character, by new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The way from downloaded packages to what `LabKernel` promises, in one folder.
struct Unpacking {
    private let offer: Offer
    private let folder: Folder
    private let kernel: LabKernel

    init(_ offer: Offer, in folder: Folder) {
        self.offer = offer
        self.folder = folder
        kernel = LabKernel(offer.release, in: folder)
    }

    func finish() throws(LabRefusal) {
        let files = folder.folder("files")
        for name in try names() where name.hasSuffix(".deb") {
            try must(
                "unpack \(name)", ["dpkg", "-x", folder.file(name).path, files.path],
                limit: .seconds(300))
            try labbing { () throws(KernelError) in try folder.file(name).remove() }
        }
        try KernelImage.unpack(try image(in: files), to: kernel.image)
        try takeModules(files)
        try EarlyModules.unpack(for: kernel)
        try labbing("unpack \(offer.release)") { () throws(KernelError) in
            let beside = kernel.modules.file("config")
            let configuration =
                beside.isThere ? beside : files.file("boot/config-\(offer.release)")
            try configuration.rename(to: kernel.configuration.path)
            try files.removeTree()
            let lines = offer.packages.map { "\($0.digest) \($0.name) \($0.version)\n" }
            try kernel.packages.replace(with: lines.joined())
        }
    }

    private func names() throws(LabRefusal) -> [String] {
        try labbing { () throws(KernelError) in try folder.names() }
    }

    /// One package for all puts it into /boot; one of its own, beside the modules.
    private func image(in files: Folder) throws(LabRefusal) -> File {
        let beside = "usr/lib/modules/\(offer.release)/vmlinuz"
        let places = ["boot/vmlinuz-\(offer.release)", beside, beside + ".unsigned"]
        guard let place = places.first(where: { files.file($0).isThere }) else {
            throw LabRefusal(
                "unpack \(offer.release)", "its packages hold no kernel that is known here")
        }
        return files.file(place)
    }

    /// Debian 12's packages put them into /lib, later ones into /usr/lib; none brings the
    /// lists of what depends on what.
    private func takeModules(_ files: Folder) throws(LabRefusal) {
        let places = ["usr/lib/modules", "lib/modules"].map { files.folder($0) }
        try labbing { () throws(KernelError) in
            for place in places where File(place.path).isThere {
                try folder.folder("lib").create()
                try File(place.path).rename(to: folder.folder("lib/modules").path)
            }
        }
        try must(
            "list the modules of \(offer.release)",
            ["depmod", "-b", folder.path, offer.release.text], limit: .seconds(300),
            hint: "install kmod")
    }
}

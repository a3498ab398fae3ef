// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A kernel that lies ready: unpacked, and whole.
public struct LabKernel: Hashable, Sendable {
    public let release: Release
    /// The folder of the cache that is its own.
    public let folder: Folder

    init(_ release: Release, in folder: Folder) {
        self.release = release
        self.folder = folder
    }

    /// The image without the wrapping that would unpack it at boot, which takes seconds.
    public var image: File { folder.file("vmlinux") }

    /// What stands in `/lib/modules/RELEASE`.
    public var modules: Folder { folder.folder("lib/modules/\(release)") }

    /// What it was configured with.
    public var configuration: File { folder.file("config") }

    /// The modules that the root file system needs, unpacked, in the order to load them.
    var early: Folder { folder.folder("early") }

    /// The packages that it came from, a line each: SHA-256, package, version.
    public var packages: File { folder.file("packages") }
}

// SPDX-License-Identifier: Apache-2.0

/// A folder for what passes through files; it goes when nobody holds it any more.
public final class ScratchFolder: Sendable {
    public let folder: Folder

    public init(prefix: String) throws(KernelError) {
        folder = try Folder.temporary(prefix: prefix)
    }

    deinit {
        // It lies in the folder for what is temporary: the next restart removes what stays.
        try? folder.removeTree()
    }

    public func file(_ name: String) -> File { folder.file(name) }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// A file system in memory of two megabytes, gone with this value. Takes root.
final class SmallDisk {
    private let place: String

    var file: String { place + "/results.sqlite" }

    init(in folder: Folder) throws {
        place = folder.file("disk")
        mkdir(place, 0o755)
        try #require(mount("graft", place, "tmpfs", 0, "size=2m") == 0)
    }

    func closeForWriting() throws {
        try #require(
            mount("graft", place, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
        )
    }

    deinit {
        umount2(place, Int32(MNT_DETACH))
        rmdir(place)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

@testable import Extensions

/// Runs `body` over places of its own, which are gone afterwards.
func withScratch(_ body: (Places) throws -> Void) throws {
    let folder = try Folder.temporary(prefix: "/tmp/graft-test-")
    defer { try? folder.removeTree() }  // A test that failed may have removed it.
    try body(
        Places(
            pins: folder.path + "/pins", records: folder.path + "/records",
            store: folder.path + "/store"))
}

/// The refusal of `body`; nil when there was none.
func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
    do throws(Refusal) {
        try body()
        return nil
    } catch {
        return error
    }
}

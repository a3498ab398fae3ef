// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The next content of a file, written and on the disk, not yet in its place.
///
/// A full disk shows here, before anything else was done; `publish` needs no
/// room. Dropped without it, the draft is removed.
public struct Draft: ~Copyable {
    /// What its name ends with until it is published: one writer at a time.
    public static let suffix = ".draft"

    private let file: File
    private let temporary: String

    public init(of file: File, _ content: [UInt8], mode: UInt32 = 0o644) throws(KernelError) {
        let temporary = file.path + Draft.suffix
        try Draft.write(content, to: temporary, for: file, mode)
        self.file = file
        self.temporary = temporary
    }

    private static func write(
        _ content: [UInt8], to temporary: String, for file: File, _ mode: UInt32
    ) throws(KernelError) {
        do throws(KernelError) {
            let draft = try Descriptor.create(temporary, mode: mode)
            try draft.write(content)
            try draft.synchronize()
        } catch {
            unlink(temporary)
            throw KernelError("write \(file.path)", error.refusal)
        }
    }

    deinit { unlink(temporary) }

    /// Puts it in its place; whoever reads finds the old or the new.
    public consuming func publish() throws(KernelError) {
        guard rename(temporary, file.path) == 0 else { throw .last("write \(file.path)") }
        try file.folder.synchronize()
    }
}

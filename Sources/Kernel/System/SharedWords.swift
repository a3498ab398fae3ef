// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Numbers in a file that two processes have in their memory: one writes, others read.
///
/// A word is whole whenever it is read; two of them may be of different moments. They
/// outlive the process that wrote them, however it ended.
public final class SharedWords: @unchecked Sendable {
    // Unchecked: one writer for each word is a duty of whoever writes.
    public let count: Int
    private let words: UnsafeMutablePointer<UInt64>

    /// Makes the file, with all words 0, in place of what is there.
    public convenience init(creating file: File, count: Int) throws(KernelError) {
        precondition(count > 0)
        let attempt = "share numbers in \(file.path)"
        try file.replace(with: [UInt8](repeating: 0, count: count * 8))
        let descriptor = try Descriptor(opening: file.path, O_RDWR)
        try self.init(descriptor, count: count, PROT_READ | PROT_WRITE, attempt)
    }

    /// Opens a file that another made, to read.
    public convenience init(reading file: File) throws(KernelError) {
        let attempt = "read the numbers in \(file.path)"
        let descriptor = try Descriptor(opening: file.path, O_RDONLY)
        var found = stat()
        guard fstat(descriptor.raw, &found) == 0 else { throw .last(attempt) }
        guard found.st_size >= 8 else { throw KernelError(attempt, .said("it is empty")) }
        try self.init(descriptor, count: Int(found.st_size) / 8, PROT_READ, attempt)
    }

    private init(
        _ descriptor: borrowing Descriptor, count: Int, _ rights: Int32, _ attempt: String
    ) throws(KernelError) {
        let base = mmap(nil, count * 8, rights, MAP_SHARED, descriptor.raw, 0)
        guard let base, base != MAP_FAILED else { throw .last(attempt) }
        words = base.assumingMemoryBound(to: UInt64.self)
        self.count = count
    }

    deinit { munmap(words, count * 8) }

    public subscript(index: Int) -> UInt64 {
        get {
            precondition(index >= 0 && index < count)
            return words[index]
        }
        set {
            precondition(index >= 0 && index < count)
            words[index] = newValue
        }
    }
}

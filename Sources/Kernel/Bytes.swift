// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A read-only region of memory: a mapped file, or a copy.
///
/// It lives as long as anything that was read out of it by reference.
public final class Bytes: @unchecked Sendable {
    public let raw: UnsafeRawBufferPointer
    private let isMapping: Bool

    private init(raw: UnsafeRawBufferPointer, isMapping: Bool) {
        self.raw = raw
        self.isMapping = isMapping
    }

    public convenience init(copying source: UnsafeRawBufferPointer) {
        let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(source.count, 1), alignment: 16)
        copy.copyMemory(from: source)
        self.init(raw: UnsafeRawBufferPointer(rebasing: copy[0..<source.count]), isMapping: false)
    }

    public convenience init(_ array: [UInt8]) {
        // Rebound through a local: a convenience initialiser cannot delegate from a closure.
        let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(array.count, 1), alignment: 16)
        array.withUnsafeBytes { copy.copyMemory(from: $0) }
        self.init(raw: UnsafeRawBufferPointer(rebasing: copy[0..<array.count]), isMapping: false)
    }

    /// The file at `path`: mapped where the file allows it, else read.
    ///
    /// sysfs can be mapped from 6.16 on (the kernel's BTF); before that, and
    /// for an empty file, the content is copied.
    public convenience init(file path: String) throws(KernelError) {
        let descriptor = try Descriptor(opening: path, O_RDONLY)
        var status = stat()
        guard fstat(descriptor.raw, &status) == 0 else { throw .last("read \(path)") }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw KernelError("read \(path)", .errno(EISDIR))
        }
        let size = Int(status.st_size)
        if size > 0, let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor.raw, 0),
            base != MAP_FAILED
        {
            self.init(raw: UnsafeRawBufferPointer(start: base, count: size), isMapping: true)
        } else {
            var content: [UInt8] = []
            content.reserveCapacity(size)
            while try descriptor.read(into: &content) > 0 {}
            self.init(content)
        }
    }

    deinit {
        if isMapping {
            munmap(UnsafeMutableRawPointer(mutating: raw.baseAddress), raw.count)
        } else {
            raw.deallocate()
        }
    }

    public var count: Int { raw.count }

    /// Gives back the memory of what lies before `offset`. A mapped file's content
    /// is read from the file again where it is asked for all the same.
    public func release(before offset: Int) {
        let pages = min(offset, raw.count) & ~(Int(getpagesize()) - 1)
        guard isMapping, pages > 0 else { return }
        // A hint: where it is not taken, the kernel takes the memory when it needs it.
        _ = madvise(UnsafeMutableRawPointer(mutating: raw.baseAddress), pages, MADV_DONTNEED)
    }

    /// The value at `offset`, or nil past the end.
    func load<T: BitwiseCopyable>(_ offset: Int, as type: T.Type = T.self) -> T? {
        guard offset >= 0, offset <= raw.count - MemoryLayout<T>.size else { return nil }
        return raw.loadUnaligned(fromByteOffset: offset, as: type)
    }

    /// The part that begins at `offset`, or nil where it does not lie inside.
    func slice(_ offset: Int, count: Int) -> UnsafeRawBufferPointer? {
        guard offset >= 0, count >= 0, offset <= raw.count, count <= raw.count - offset else {
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: raw[offset..<offset + count])
    }
}

extension UnsafeRawBufferPointer {
    /// The text from `offset` to the next zero byte; empty past the end.
    func text(at offset: Int) -> String {
        guard offset >= 0, offset < count else { return "" }
        let tail = UnsafeRawBufferPointer(rebasing: self[offset...])
        let end = tail.firstIndex(of: 0) ?? tail.count
        return String(decoding: tail[0..<end], as: UTF8.self)
    }
}

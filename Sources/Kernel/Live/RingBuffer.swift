// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// The reader's end of a ring that programs write to.
///
/// It is for one thread at a time, and there is one reader of a ring.
public struct RingBuffer: ~Copyable {
    private let map: Map
    /// The page with the reader's position, which only we write.
    private let reader: UnsafeMutableRawPointer
    /// The page with the writers' position, and the ring twice: so that what goes over
    /// its end lies in one piece.
    private let writer: UnsafeMutableRawPointer
    private let size: Int
    private let page: Int

    private static let busy: UInt32 = 1 << 31
    private static let discarded: UInt32 = 1 << 30

    public static let type: UInt32 = 27

    public init(_ map: Map) throws(KernelError) {
        let attempt = "read a ring"
        let size = try map.details().maxEntries
        let page = sysconf(Int32(_SC_PAGESIZE))
        let raw = map.descriptor.raw
        let reader = mmap(nil, page, PROT_READ | PROT_WRITE, MAP_SHARED, raw, 0)
        guard let reader, reader != MAP_FAILED else { throw .last(attempt) }
        let writer = mmap(nil, page + 2 * size, PROT_READ, MAP_SHARED, raw, page)
        guard let writer, writer != MAP_FAILED else {
            let refusal = KernelError.last(attempt)
            munmap(reader, page)
            throw refusal
        }
        self.map = map
        self.size = size
        self.page = page
        self.reader = reader
        self.writer = writer
    }

    deinit {
        munmap(reader, page)
        munmap(writer, page + 2 * size)
    }

    /// Hands over all that was written and not read yet, in order.
    public func read(_ body: (UnsafeRawBufferPointer) -> Void) {
        var position = graft_load_acquire(reader)
        let end = graft_load_acquire(writer)
        let ring = UnsafeRawPointer(writer + page)
        while position < end {
            let header = ring + Int(position & UInt64(size - 1))
            let word = graft_load_acquire_word(header)
            // Reserved and not filled yet: those behind it wait too.
            if word & RingBuffer.busy != 0 { break }
            let length = Int(word & ~(RingBuffer.busy | RingBuffer.discarded))
            if word & RingBuffer.discarded == 0 {
                body(UnsafeRawBufferPointer(start: header + 8, count: length))
            }
            position += UInt64((length + 8 + 7) & ~7)
            graft_store_release(reader, position)
        }
    }
}

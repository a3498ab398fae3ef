// SPDX-License-Identifier: Apache-2.0

/// The packets that a line holds, in the order in which they leave.
///
/// A ring that grows: there is no array and no class per packet, for there are
/// hundreds of thousands in a second.
struct HeldLine: ~Copyable {
    struct Entry {
        var due: UInt64
        var id: UInt32
        var length: UInt32
        var fate: Fate
    }

    enum Fate {
        case passes
        case isLost
        /// It stands for several segments, of which these lose one at least.
        case isCut(Losses)
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int
    private var first = 0
    private(set) var count = 0

    /// `capacity` is a power of two.
    init(capacity: Int = 1024) {
        precondition(capacity & (capacity - 1) == 0)
        entries = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { entries.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// The one that leaves next; there is one.
    var head: Entry { entries[first] }

    mutating func append(_ entry: Entry) {
        if count == capacity { grow() }
        entries[(first + count) & (capacity - 1)] = entry
        count += 1
    }

    mutating func removeFirst() {
        first = (first + 1) & (capacity - 1)
        count -= 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
        for index in 0..<count { larger[index] = entries[(first + index) & (capacity - 1)] }
        entries.deallocate()
        entries = larger
        capacity *= 2
        first = 0
    }
}

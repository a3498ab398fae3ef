// SPDX-License-Identifier: Apache-2.0
/// Samples of one kind in the order in which they were taken: flat memory, grown by halves.
public struct Series<Sample: BitwiseCopyable & Sendable>: Sendable {
    public private(set) var samples: ContiguousArray<Sample> = []

    public init() {}

    public init(_ samples: ContiguousArray<Sample>) { self.samples = samples }

    public mutating func reserve(_ count: Int) { samples.reserveCapacity(count) }

    @inline(__always)
    public mutating func add(_ sample: Sample) { samples.append(sample) }

    public var count: Int { samples.count }
    public var isEmpty: Bool { samples.isEmpty }
}

extension Series: Equatable where Sample: Equatable {}

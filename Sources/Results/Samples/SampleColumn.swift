// SPDX-License-Identifier: Apache-2.0
/// One figure of a sample: what it is, and where it lies in memory.
public struct SampleColumn: Sendable {
    public let name: String
    public let type: NumberType
    /// What it is counted in, as people write it; empty for what is not counted.
    public let unit: String
    public let meaning: String
    let coding: Coding
    let offset: Int

    public enum NumberType: String, Sendable {
        case u64, u32, u8
        /// 0 or 1.
        case flag
    }

    /// What a value is told as a difference from.
    enum Coding: String, Sendable {
        /// From the sample before it.
        case before
        /// From the sample before it of the same lane: flow, direction or arm.
        case lane
    }

    init(
        _ name: String, _ type: NumberType, _ unit: String, _ coding: Coding, at offset: Int?,
        _ meaning: String
    ) {
        guard let offset else { preconditionFailure("\(name) is no stored field") }
        self.name = name
        self.type = type
        self.unit = unit
        self.meaning = meaning
        self.coding = coding
        self.offset = offset
    }
}

/// A kind of sample that the file holds.
public protocol StoredSample: BitwiseCopyable, Sendable {
    static var kind: SampleKind { get }
    /// In the order of the file. The first is the time, the second the lane.
    static var columns: [SampleColumn] { get }
}

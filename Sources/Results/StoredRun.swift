// SPDX-License-Identifier: Apache-2.0
import Experiments

/// A run as the file has it, without its samples.
public struct StoredRun: Equatable, Sendable {
    public var summary: RunSummary
    /// What its chances were drawn from.
    public var seed: UInt64
    /// SHA-256 over its results and samples, in hexadecimal; see `RunDigest`.
    public var digest: String
    /// Whether it got far enough to leave a record.
    public var hasRecord: Bool
    /// How many samples of each kind it has.
    public var sampleCounts: [SampleKind: Int]

    public var number: Int { summary.number }
}

// SPDX-License-Identifier: Apache-2.0
import Spelling

/// The measures that are meant by a word: `goodput` of every part, or `bulk.goodput` of one.
public struct MeasurePattern: Hashable, Sendable, CustomStringConvertible {
    /// Nil: any part.
    public var part: String?
    public var metric: Metric

    public init(_ metric: Metric, of part: String? = nil) {
        self.part = part
        self.metric = metric
    }

    /// Reads `goodput` and `bulk.goodput`; names of metrics may have dots themselves.
    public init(parsing text: String) throws(Malformed) {
        if let metric = Metric(rawValue: text) {
            self.init(metric)
            return
        }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty, let metric = Metric(rawValue: String(parts[1])) {
            self.init(metric, of: String(parts[0]))
            return
        }
        let word = parts.last.map(String.init) ?? text
        let known = Metric.allCases.map(\.rawValue)
        let meant = nearest(word, among: known).map { "did you mean \"\($0)\"?" }
        throw Malformed(
            text, "names no metric; \(meant ?? "known are \(known.joined(separator: ", "))")")
    }

    public func matches(_ measure: Measure) -> Bool {
        measure.metric == metric && (part == nil || part == measure.part)
    }

    public var description: String { (part.map { "\($0)." } ?? "") + metric.rawValue }
}

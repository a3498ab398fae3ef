// SPDX-License-Identifier: Apache-2.0
import Experiments

extension ResultsReader {
    /// Writes a table with a row for each figure of each run (RFC 4180, with a head line).
    ///
    /// Void and failed runs are in it and named so; one without figures has a row without one.
    public func writeCSV(to sink: inout some TextOutputStream) throws(ResultsError) {
        sink.write(
            "run,round,path,load,arm,share,attempt,outcome,of_arm,block,pair,part,metric,unit,value\r\n"
        )
        for run in try runs() {
            let summary = run.summary
            let start = CSV.line([
                "\(summary.number)", "\(summary.round)", summary.path, summary.load, summary.arm,
                summary.share.map { "\($0)" } ?? "", "\(summary.attempt)", summary.outcome.word,
            ])
            var isBare = true
            for figure in summary.figures {
                isBare = false
                let measure = figure.measure
                let rest = CSV.line([
                    figure.arm ?? "", figure.block.map { "\($0)" } ?? "",
                    figure.block.map { "\(summary.blocks[$0].pair)" } ?? "", measure.part,
                    measure.metric.rawValue, measure.metric.unit.rawValue, "\(figure.value)",
                ])
                sink.write("\(start),\(rest)\r\n")
            }
            if isBare { sink.write("\(start),,,,,,,\r\n") }
        }
    }

    /// Writes a table with a row for each sample of one kind, run by run, as they were taken.
    public func writeSamplesCSV<Sample: StoredSample>(
        of type: Sample.Type, to sink: inout some TextOutputStream
    ) throws(ResultsError) {
        sink.write(CSV.line(["run"] + type.columns.map(\.title)) + "\r\n")
        for run in try runs() {
            var text: [UInt8] = []
            try eachChunk(of: type, in: run.number) { chunk in
                chunk.appendLines(run: run.number, to: &text)
                sink.write(String(decoding: text, as: UTF8.self))
                text.removeAll(keepingCapacity: true)
            }
        }
    }
}

/// Comma-separated values.
enum CSV {
    static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",")
    }

    private static func field(_ text: String) -> String {
        let isPlain = !text.utf8.contains { [0x22, 0x2c, 0x0d, 0x0a].contains($0) }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }
}

extension SampleColumn {
    /// With the unit behind it, where that is not in the name.
    var title: String {
        unit.isEmpty || name == unit || name.hasSuffix("_\(unit)") ? name : "\(name) (\(unit))"
    }

    /// The value in a sample that begins at a place.
    func value(in raw: UnsafeRawBufferPointer, at place: Int) -> UInt64 {
        switch type {
        case .u64: raw.loadUnaligned(fromByteOffset: place + offset, as: UInt64.self)
        case .u32: UInt64(raw.loadUnaligned(fromByteOffset: place + offset, as: UInt32.self))
        case .u8, .flag: UInt64(raw[place + offset])
        }
    }
}

extension Series where Sample: StoredSample {
    fileprivate func appendLines(run: Int, to text: inout [UInt8]) {
        let columns = Sample.columns
        let start = Array("\(run)".utf8)
        samples.withUnsafeBytes { raw in
            for place in stride(from: 0, to: raw.count, by: MemoryLayout<Sample>.stride) {
                text += start
                for column in columns {
                    text.append(UInt8(ascii: ","))
                    text.append(decimal: column.value(in: raw, at: place))
                }
                text += [0x0d, 0x0a]
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal value: UInt64) {
        let start = count
        var rest = value
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}

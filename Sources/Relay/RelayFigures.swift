// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// What one line has done since it began.
public struct LineFigures: Equatable, Sendable {
    /// Packets that came out, as the kernel held them: a super-packet is one.
    public let packets: UInt64
    public let bytes: UInt64
    /// Packets lost on purpose.
    public let lost: UInt64
    /// Packets dropped because the line was at its limit.
    public let full: UInt64
    /// Packets dropped because the kernel could not tell us of them.
    public let untold: UInt64
    /// How often the kernel said that it had more to tell than there was room for.
    public let overflows: UInt64
    /// Verdicts on packets that were gone, as when their device goes.
    public let refusals: UInt64
    /// Packets held now.
    public let held: UInt64
    public let lateness: Lateness
}

/// What a relay has done so far.
public struct RelayFigures: Equatable, Sendable {
    /// In the order of the settings.
    public let lines: [LineFigures]
    /// Whether its threads run before all ordinary ones.
    public let runsFirst: Bool
    public let processorTime: Duration

    /// Those in the file that a relay was started with, whether it runs or has ended.
    public init(reading file: File) throws(KernelError) {
        self.init(try FigurePage(reading: file))
    }

    init(_ page: FigurePage) {
        lines = (0..<page.lineCount).map { LineFigures(page, line: $0) }
        runsFirst = page.runsFirst
        processorTime = page.processorTime
    }

    /// That of all lines together.
    public var lateness: Lateness {
        lines.reduce(Lateness(counts: .init(repeating: 0, count: Lateness.classes), longest: .zero))
        {
            $0 + $1.lateness
        }
    }

    /// Why a run over this relay says nothing about the network that was asked for;
    /// empty when all was well. `limit` is for the 99th percentile of the lateness.
    public func flaws(latenessLimit limit: Duration) -> [String] {
        var flaws: [String] = []
        for (number, line) in lines.enumerated() {
            let drops = line.full + line.untold
            if drops > 0 || line.overflows > 0 {
                flaws.append("the relay's line \(number) dropped \(drops) packets unasked")
            }
            if let late = line.lateness.p99, late > limit {
                flaws.append("the relay's line \(number) was late by \(late) (p99; limit \(limit))")
            }
        }
        return flaws
    }
}

extension LineFigures {
    init(_ page: FigurePage, line: Int) {
        packets = page[line, .packets]
        bytes = page[line, .bytes]
        lost = page[line, .lost]
        full = page[line, .full]
        untold = page[line, .untold]
        overflows = page[line, .overflows]
        refusals = page[line, .refusals]
        held = page[line, .held]
        lateness = page.lateness(line: line)
    }
}

extension LineFigures: JSONConvertible {
    public var json: JSON {
        [
            "packets": JSON(packets), "bytes": JSON(bytes), "lost": JSON(lost),
            "full": JSON(full), "untold": JSON(untold), "overflows": JSON(overflows),
            "refusals": JSON(refusals), "held": JSON(held), "lateness": JSON(lateness),
        ]
    }
}

extension RelayFigures: JSONConvertible {
    public var json: JSON {
        [
            "lines": JSON(lines), "lateness": JSON(lateness), "runs_first": JSON(runsFirst),
            "processor_seconds": JSON(Double(processorTime.wholeNanoseconds) / 1e9),
        ]
    }
}

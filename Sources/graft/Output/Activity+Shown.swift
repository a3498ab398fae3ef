// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON

extension Activity: Shown {
    var text: String {
        guard !rows.isEmpty else { return "nothing is registered" }
        var table = Table(
            "NAME", "ON", "VERSION", "OPERATION", "CALLS/S", "NS/CALL", "CPU", numeric: [4, 5, 6])
        for sum in sums {
            table.add(
                sum.row.name, sum.row.site,
                sum.row.version == 0
                    ? "-" : "v\(sum.row.version)" + (sum.row.isCurrent ? "" : " (old)"),
                "", rate(sum.calls), Activity.cost(sum.calls, sum.nanoseconds),
                share(sum.nanoseconds))
            for row in sum.operations where sum.operations.count > 1 && row.calls > 0 {
                table.add(
                    "", "", "", row.operation, rate(row.calls),
                    Activity.cost(row.calls, row.nanoseconds), share(row.nanoseconds))
            }
        }
        return table.text
    }

    var json: JSON {
        [
            "seconds": .number(seconds),
            "extensions": .array(
                sums.map { sum in
                    [
                        "name": JSON(sum.row.name), "hook": JSON(sum.row.hook.id),
                        "on": JSON(sum.row.site), "version": JSON(sum.row.version),
                        "current": JSON(sum.row.isCurrent), "calls": JSON(sum.calls),
                        "run_ns": JSON(sum.nanoseconds),
                        "cpu_share": .number(Double(sum.nanoseconds) / seconds / 1e9),
                        "operations": .array(
                            sum.operations.map { row in
                                [
                                    "name": JSON(row.operation), "calls": JSON(row.calls),
                                    "run_ns": JSON(row.nanoseconds),
                                ]
                            }),
                    ]
                }),
        ]
    }

    private func rate(_ calls: UInt64) -> String {
        Words.count(UInt64((Double(calls) / seconds).rounded()))
    }

    private static func cost(_ calls: UInt64, _ nanoseconds: UInt64) -> String {
        calls == 0 ? "-" : Words.count(nanoseconds / calls)
    }

    /// Of one processor.
    private func share(_ nanoseconds: UInt64) -> String {
        let hundredths = Int((Double(nanoseconds) / seconds / 1e5).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Spelling
import Testing

private let metrics =
    "a metric (goodput, retransmits, marks, srtt, queueing, cwnd, delivered, sockets)"

/// Outside of the macro: Swift 6.0 crashes on them inside.
private let misuses: [(text: String, column: Int, complaint: String)] = [
    ("", 1, "the text ends where \(metrics) was expected"),
    ("< 2%", 1, "expected \(metrics), found \"<\""),
    ("retransmit < 2%", 1, "expected \(metrics), found \"retransmit\""),
    (
        "retransmits.p99 < 2%", 12,
        "expected a comparison, for retransmits is one number, found \".p99\""
    ),
    ("srtt.p95 < 2ms", 6, "expected one of mean, p50, p90, p99, max, found \"p95\""),
    ("srtt. < 2ms", 6, "expected one of mean, p50, p90, p99, max, found \"<\""),
    ("srtt.p99", 9, "the text ends where one of <, <=, >, >= was expected"),
    ("srtt.p99 = 2ms", 10, "expected one of <, <=, >, >=, found \"=\""),
    ("srtt.p99 != 2ms", 10, "expected one of <, <=, >, >=, found \"!=\""),
    (
        "srtt.p99 < ", 12,
        "the text ends where a number such as 40ms or 1.5x before was expected"
    ),
    (
        "goodput > -1mbit", 11,
        "expected a number such as 10mbit or 1.5x before, found \"-1mbit\""
    ),
    (
        "marks < 1.2.3%", 9,
        "expected a number such as 2% or 1.5x before, found \"1.2.3%\""
    ),
    (
        "srtt.p99 < 40", 14,
        "the text ends where one of us, ms, s or \"x before\" was expected"
    ),
    ("srtt.p99 < 40%", 14, "expected one of us, ms, s or \"x before\", found \"%\""),
    ("retransmits < 0.02", 19, "the text ends where % or \"x before\" was expected"),
    ("sockets > 3ms", 12, "expected no unit or \"x before\", found \"ms\""),
    ("goodput > 0.9x", 15, "the text ends where \"before\" was expected"),
    ("goodput > 0.9x after", 16, "expected \"before\", found \"after\""),
    ("goodput > 0x before", 11, "expected a multiple above 0, found \"0x\""),
    ("marks < 2% now", 12, "expected nothing more, found \"now\""),
    ("marks < 0%", 9, "expected a number above 0, for nothing is below it, found \"0%\""),
    ("srtt\u{1b}[31m", 5, "expected one of <, <=, >, >=, found \"\\u{1B}[31m\""),
]

@Suite("A guard's text")
struct GuardExpressionTests {
    @Test(
        "has one canonical form, which reads back as the same guard",
        arguments: [
            ("retransmits < 2%", "retransmits < 2%"),
            ("retransmits<02.50 %", "retransmits < 2.5%"),
            ("  srtt.p99  <  1.5 x  before ", "srtt.p99 < 1.5x before"),
            ("goodput > 0.9x before", "goodput > 0.9x before"),
            ("goodput.p50>=10Mbit", "goodput.p50 >= 10mbit"),
            ("srtt < 40ms", "srtt.mean < 40ms"),
            ("srtt.p50 <= 1500us", "srtt.p50 <= 1500us"),
            ("queueing.max < 0.25s", "queueing.max < 0.25s"),
            ("delivered > 0", "delivered > 0"),
            ("marks < 0.000001%", "marks < 0.000001%"),
            ("cwnd > 2", "cwnd.mean > 2"),
            ("sockets >= 1", "sockets >= 1"),
            ("goodput > 64kbit", "goodput > 64kbit"),
            ("goodput > 1gbit", "goodput > 1gbit"),
        ])
    func canonical(typed: String, canonical: String) throws {
        let read = try GuardExpression(typed)
        #expect(read.description == canonical)
        #expect(try GuardExpression(canonical) == read)
    }

    @Test("says what it compares")
    func parts() throws {
        let read = try GuardExpression("srtt.p99 < 1.5x before")
        #expect(read.measure == Measure(.srtt, .p99))
        #expect(read.comparison == .below)
        #expect(read.needsBefore)
        #expect(try GuardExpression("srtt.p99 < 40ms").needsBefore == false)
        #expect(Measure(.srtt) == Measure(.srtt, .mean))
        #expect(Measure(.goodput).statistic == nil)
    }

    @Test(
        "that is none is told by place, by what was expected and by what stands there",
        arguments: misuses)
    func misuse(text: String, column: Int, complaint: String) {
        let misuse = misuse(of: text)
        let shown = text.split(separator: "\u{1b}", omittingEmptySubsequences: false)
            .joined(separator: "\\u{1B}")
        #expect(misuse?.description == "guard \"\(shown)\": column \(column): \(complaint)")
    }

    @Test(
        "that is none names the nearest word, or else an example",
        arguments: [
            ("retransmit < 2%", "did you mean \"retransmits\"?"),
            ("retrans < 2%", "did you mean \"retransmits\"?"),
            ("goodputs > 1mbit", "did you mean \"goodput\"?"),
            ("rtt.p99 < 1ms", "did you mean \"srtt\"?"),
            ("srtt.p98 < 1ms", "did you mean \"srtt.p90\"?"),
            (
                "loss < 2%",
                "write it as \"retransmits < 2%\", \"srtt.p99 < 1.5x before\" or "
                    + "\"goodput > 10mbit\""
            ),
        ])
    func hint(text: String, hint: String) {
        let misuse = misuse(of: text)
        #expect(misuse?.hint == hint)
    }

    private func misuse(of text: String) -> Misreading? {
        do throws(Misreading) {
            _ = try GuardExpression(text)
            return nil
        } catch {
            return error
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extensions

@Suite("Why a scheduler went")
struct ExitReportTests {
    /// As `struct exit_report` of sched.bpf.h is laid out.
    private func bytes(kind: UInt8, _ reason: String, _ message: String, _ dump: String) -> [UInt8]
    {
        func field(_ text: String, _ size: Int) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count)
        }
        return [kind, kind == 64 ? 0 : 4] + [UInt8](repeating: 0, count: 14)
            + field(reason, 128) + field(message, 1024) + field(dump, 16384)
    }

    private let dump = """
        CPU states
        ----------

        CPU 1   : nr_run=2 flags=0x1 cpu_rel=0 ops_qseq=43 pnt_seq=569
                  curr=swapper/1[0] class=idle_sched_class

         *R kworker/u8:0[12] +0ms
              scx_state/flags=3/0x5 dsq_flags=0x0 ops_state/qseq=0/0
          R kworker/1:2[126] -2820ms
              sticky/holding_cpu=-1/-1 dsq_id=0x4d
        """

    @Test("is told in the kernel's words, with the lines that say who waited")
    func stall() throws {
        let report = try #require(
            ExitReport(bytes(kind: 2, "runnable task stall", "it failed to run", dump)))
        #expect(report.kind == 1026)
        #expect(report.isError)
        #expect(report.words == "runnable task stall: it failed to run")
        #expect(
            report.decisiveLines(9) == [
                "CPU 1   : nr_run=2 flags=0x1 cpu_rel=0 ops_qseq=43 pnt_seq=569",
                " *R kworker/u8:0[12] +0ms", "  R kworker/1:2[126] -2820ms",
            ])
    }

    @Test("is no error when it was taken out")
    func takenOut() throws {
        let report = try #require(
            ExitReport(bytes(kind: 64, "unregistered from user space", "", "")))
        #expect(!report.isError)
        #expect(report.words == "unregistered from user space")
    }

    @Test("is nothing while it has not gone, and of other bytes")
    func none() {
        #expect(ExitReport([UInt8](repeating: 0, count: 17552)) == nil)
        #expect(ExitReport([1, 2, 3]) == nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Results
import Testing

@Suite("Results, written for others,")
struct ExportTests {
    private let folder = Folder()

    private func reader() throws -> ResultsReader {
        var writer = try ResultsWriter.create(
            at: folder.file(), plan: Example.plan, environment: Example.environment("6.18"))
        var valid = Example.summary()
        valid.outcome = .valid
        valid.findings = [.nothingCongested]
        valid.arm = "mine, \"new\""
        try writer.add(bulk, summary: valid, seed: .max)
        let failed = RunSummary(
            number: 2, round: 1, path: "p", load: "l", arm: "a", outcome: .failed("no netserver"))
        try writer.add(nil, summary: failed, seed: 2)
        return try ResultsReader(at: folder.file())
    }

    /// Two flows over half a second, at 8 and 16 Mbit/s.
    private var bulk: RunRecord {
        var record = RunRecord(
            path: .direct, means: "veth", load: Load([], for: .milliseconds(500)), arms: [])
        record.startNanoseconds = 5_000_000_000
        record.endNanoseconds = 5_500_000_000
        record.startWallNanoseconds = 1_700_000_000_250_000_000
        record.flows = (0..<2).map {
            FlowResult(
                flow: $0, part: "bulk", test: .tcpStream, arm: "mine", client: "10.0.0.1",
                server: "10.0.0.2")
        }
        for tick in 0...60 as ClosedRange<UInt64> {
            for flow in 0..<2 as Range<UInt64> {
                record.samples.flows.add(
                    FlowSample(
                        nanoseconds: 4_995_000_000 + tick * 10_000_000, flow: UInt32(flow),
                        bytesAcked: tick * 10_000 * (flow + 1), deliveryRate: 1_000_000,
                        pacingRate: .max, cwnd: 10, srttMicroseconds: 1500))
            }
        }
        return record
    }

    @Test("are a row for each figure in a table, and each run has one")
    func csv() throws {
        var text = ""
        try reader().writeCSV(to: &text)
        #expect(
            text.split(separator: "\r\n") == [
                "run,round,path,load,arm,share,attempt,outcome,of_arm,block,pair,part,metric,unit,value",
                "1,0,shallow,bulk,\"mine, \"\"new\"\"\",0.1,0,valid,,,,bulk,goodput,bit/s,100000000.0",
                "1,0,shallow,bulk,\"mine, \"\"new\"\"\",0.1,0,valid,,,,rr,latency_p99.9,s,0.25",
                "1,0,shallow,bulk,\"mine, \"\"new\"\"\",0.1,0,valid,mine,,,bulk,goodput,bit/s,60000000.0",
                "1,0,shallow,bulk,\"mine, \"\"new\"\"\",0.1,0,valid,mine,0,0,bulk,srtt,s,0.02",
                "2,1,p,l,a,,0,failed,,,,,,,",
            ])
    }

    @Test("are a row for each sample in a table, with units in its head")
    func samples() throws {
        var text = ""
        try reader().writeSamplesCSV(of: FlowSample.self, to: &text)
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 123)
        #expect(
            lines.first?.hasPrefix("run,ns,flow,bytes_acked (B),bytes_received (B)") == true)
        #expect(
            lines[4]
                == "1,5005000000,1,20000,0,0,0,1000000,18446744073709551615,10,2147483647,1500,0,"
                + "4294967295,0,0,0,0,0,0,1,0,0,0")
    }

    @Test("are one JSON document")
    func json() throws {
        var text = ""
        try reader().writeJSON(to: &text)
        let document = try JSON(parsing: text)
        #expect(document["format"]?.string == "graft results")
        #expect(document["version"]?.integer() == 1)
        #expect(document["plan"]?["text"]?.string == Example.plan.text)
        #expect(document["environment"]?["fact.0"]?.string == "6.18")
        let runs = try #require(document["runs"]?.array)
        #expect(runs.count == 2)
        #expect(runs[0]["values"]?[0]?["value"]?.number == 1e8)
        #expect(runs[0]["blocks"]?[0]?["values"]?[0]?["metric"]?.string == "srtt")
        #expect(runs[0]["seed"]?.integer(UInt64.self) == .max)
        #expect(runs[1]["words"]?.string == "no netserver")
    }

    @Test("are a file of flent's for each run")
    func flent() throws {
        let reader = try reader()
        let run = try reader.runs()[0]
        var text = ""
        try reader.writeFlent(run: run, to: &text)
        #expect(
            ResultsReader.flentName(of: run.summary) == "graft-0001-shallow-bulk-mine___new_.flent")
        #expect(try JSON(parsing: text).text(.compact) == flentText)
    }

    private let flentText = ##"""
        {"metadata":{"NAME":"tcp_nup","TITLE":"mine, \"new\" on shallow under bulk,\##
         round 1","TIME":"2023-11-14T22:13:20.000000Z",\##
        "T0":"2023-11-14T22:13:20.000000Z","LENGTH":0.4,"TOTAL_LENGTH":0.4,\##
        "STEP_SIZE":0.2,"HOST":"10.0.0.2","HOSTS":["10.0.0.2"],\##
        "LOCAL_HOST":"10.0.0.1","IP_VERSION":4,"NOTE":"valid run 1 of plan.yaml",\##
        "DATA_FILENAME":"graft-0001-shallow-bulk-mine___new_.flent",\##
        "FLENT_VERSION":"graft 0.5.0","BATCH_NAME":"plan.yaml",\##
        "TEST_PARAMETERS":{"upload_streams":"2"},\##
        "SERIES_META":{"TCP upload::1":{"UNITS":"Mbits/s","ARM":"mine"},\##
        "TCP upload::2":{"UNITS":"Mbits/s","ARM":"mine"}}},\##
        "raw_values":{"TCP upload::1":[{"t":1700000000.2,"val":8.0,"dur":0.2,\##
        "tcp_cwnd":10,"tcp_rtt":1.5,"tcp_delivery_rate":8.0,"tcp_pacing_rate":null},\##
        {"t":1700000000.4,"val":8.0,"dur":0.2,"tcp_cwnd":10,"tcp_rtt":1.5,\##
        "tcp_delivery_rate":8.0,"tcp_pacing_rate":null}],\##
        "TCP upload::2":[{"t":1700000000.2,"val":16.0,"dur":0.2,"tcp_cwnd":10,\##
        "tcp_rtt":1.5,"tcp_delivery_rate":8.0,"tcp_pacing_rate":null},\##
        {"t":1700000000.4,"val":16.0,"dur":0.2,"tcp_cwnd":10,"tcp_rtt":1.5,\##
        "tcp_delivery_rate":8.0,"tcp_pacing_rate":null}]},\##
        "results":{"TCP upload::1":[8.0,8.0],\##
        "TCP upload::2":[16.0,16.0],\##
        "TCP upload avg":[12.0,12.0],\##
        "TCP upload fairness":[0.9,0.9],\##
        "TCP upload sum":[24.0,24.0]},\##
        "version":4,"x_values":[0.2,0.4]}
        """##
}

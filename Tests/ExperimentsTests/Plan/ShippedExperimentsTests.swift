// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc
import Testing

@Suite("An experiment that ships")
struct ShippedExperimentsTests {
    static let folder = {
        let up = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return "/\(up)/bench/experiments/"
    }()

    static let files: [String] = {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }()

    private static func text(_ file: String) throws(Malformed) -> String {
        guard let stream = fopen(file, "r") else { throw Malformed(file, "cannot be opened") }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func plan(_ file: String) throws -> Plan {
        try Plan(reading: Self.folder + file, Self.text)
    }

    @Test("is there for each question of the house")
    func all() {
        #expect(
            Self.files == [
                "aa.yaml", "beta.yaml", "cubic.yaml", "interference-bbr.yaml",
                "interference.yaml", "latency.yaml", "queues.yaml", "quick.yaml", "schedulers.yaml",
                "switchback.yaml",
            ])
    }

    @Test("is read without a complaint, and its canonical text gives the same", arguments: files)
    func reads(_ file: String) throws {
        let plan = try plan(file)
        #expect(try Plan(parsing: plan.canonicalText) == plan)
    }

    @Test("is over within 15 minutes, with 3 s for each run beside", arguments: files)
    func time(_ file: String) throws {
        let plan = try plan(file)
        #expect(plan.time(of: plan.mostRounds, overhead: .seconds(3)) <= .seconds(15 * 60))
        #expect(Foresight(rounds: plan.rounds).smallestDifference != nil)
    }

    @Test("to begin with takes about a minute")
    func quick() throws {
        let plan = try plan("quick.yaml")
        #expect(plan.runsPerRound == 2)
        #expect(plan.time(of: plan.rounds, overhead: .seconds(2)) <= .seconds(60))
    }
}

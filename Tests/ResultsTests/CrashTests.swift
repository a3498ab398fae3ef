// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Experiments
import Glibc
import Results
import Testing

/// The file that this process is to write until it is killed, where it is started for that.
private let target = getenv("GRAFT_RESULTS_TARGET").map { String(cString: $0) }

@Suite("A writer that is killed")
struct CrashTests {
    @Test("leaves whole runs, whenever that happens")
    func killed() throws {
        // Not the suite's: a child that is killed would leave one too.
        let folder = Folder()
        defer { withExtendedLifetime(folder) {} }
        let path = folder.file()
        var lengths: [Int] = []
        for attempt in 0..<15 {
            let child = try start(path)
            // Until it writes, and then for as long as chance, here the count, will have it.
            let known = lengths.last ?? 0
            var patience = 2000
            while count(path) <= known, patience > 0 {
                usleep(5000)
                patience -= 1
            }
            usleep(UInt32(attempt * 7919 % 30_000))
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)
            lengths.append(try check(path))
        }
        #expect(lengths == lengths.sorted())
        #expect(lengths.last ?? 0 >= 15)
    }

    /// Started by the test above in a process of its own.
    @Test("writes until then", .enabled(if: target != nil, "it is the child of another test"))
    func writesUntilKilled() throws {
        let path = try #require(target)
        var writer =
            access(path, F_OK) == 0
            ? try ResultsWriter.resume(at: path, planDigest: Example.plan.digest)
            : try ResultsWriter.create(at: path, plan: Example.plan)
        let record = Example.record(flows: 20, ticks: 50)
        while true {
            try writer.add(record, summary: Example.summary(round: writer.next), seed: 1)
        }
    }

    private func start(_ path: String) throws -> pid_t {
        let words = [
            "/proc/self/exe", "--testing-library", "swift-testing", "--filter", "writesUntilKilled",
        ]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        var environment: [UnsafeMutablePointer<CChar>?] = [
            strdup("GRAFT_RESULTS_TARGET=\(path)"),
            strdup(
                "LD_LIBRARY_PATH=" + (getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? "")),
        ]
        defer { for word in arguments + environment { free(word) } }
        arguments.append(nil)
        environment.append(nil)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var child: pid_t = 0
        try #require(
            posix_spawn(&child, "/proc/self/exe", &actions, nil, arguments, environment) == 0)
        return child
    }

    private func count(_ path: String) -> Int {
        (try? ResultsReader(at: path).runs().count) ?? 0
    }

    /// That every run in the file is whole; how many there are.
    private func check(_ path: String) throws -> Int {
        let reader = try ResultsReader(at: path)
        let expected = Example.record(flows: 20, ticks: 50)
        let runs = try reader.runs()
        #expect(runs.map(\.number) == Array(1...runs.count))
        for run in runs.suffix(3) {
            let read = try reader.record(of: run.number)
            #expect(read == expected)
        }
        var database: OpaquePointer?
        sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil)
        defer { sqlite3_close(database) }
        var statement: OpaquePointer?
        sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        #expect(sqlite3_step(statement) == SQLITE_ROW)
        #expect(sqlite3_column_text(statement, 0).map { String(cString: $0) } == "ok")
        return runs.count
    }
}

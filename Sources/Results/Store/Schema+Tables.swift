// SPDX-License-Identifier: Apache-2.0
private typealias Table = Schema.Table
private typealias Column = Schema.Column

extension Schema {
    static var tables: [Table] { aboutTheFile + aboutRuns + aboutFlows + figures }

    private static let run = Column("run", "INTEGER NOT NULL", "", "run.number")
    private static let position = Column("position", "INTEGER NOT NULL", "", "from 0")

    private static let aboutTheFile = [
        Table(
            "experiment",
            [
                Column("plan", "TEXT NOT NULL", "", "the plan as run: its canonical text"),
                Column("plan_digest", "TEXT NOT NULL", "", "of that text"),
                Column("plan_file", "TEXT NOT NULL", "", "the file that it was read from"),
                Column("graft", "TEXT NOT NULL", "", "version of the graft that began the file"),
                Column("begun_wall_ns", "INTEGER NOT NULL", "ns", "when, since 1970"),
            ]),
        Table(
            "experiment_fact",
            [
                position, Column("name", "TEXT NOT NULL", "", "a path with dots"),
                Column("value", "TEXT NOT NULL", "", "as it was for all runs"),
            ], "PRIMARY KEY (position)"),
        Table(
            "meaning",
            [
                Column("of_table", "TEXT NOT NULL", "", "a table of this file"),
                Column("of_column", "TEXT NOT NULL", "", "a column of it"),
                Column("unit", "TEXT NOT NULL", "", "empty: not counted in anything"),
                Column("meaning", "TEXT NOT NULL", "", "what it says"),
            ], "PRIMARY KEY (of_table, of_column)"),
        Table(
            "sample_layout",
            [
                Column("kind", "TEXT NOT NULL", "", "sample.kind"), position,
                Column("name", "TEXT NOT NULL", "", "of the figure"),
                Column("type", "TEXT NOT NULL", "", "u64, u32, u8 or flag (0 or 1)"),
                Column("unit", "TEXT NOT NULL", "", "empty: not counted in anything"),
                Column(
                    "difference", "TEXT NOT NULL", "",
                    "from the sample before, or before in its lane (the figure at position 1)"),
                Column("meaning", "TEXT NOT NULL", "", "what it says"),
            ], "PRIMARY KEY (kind, position)"),
    ]

    private static let aboutRuns = [
        Table(
            "run",
            [
                Column("number", "INTEGER PRIMARY KEY", "", "from 1, in the order of running"),
                Column("round", "INTEGER NOT NULL", "", "from 0"),
                Column("path", "TEXT NOT NULL", "", "its name in the plan"),
                Column("load", "TEXT NOT NULL", "", "its name in the plan"),
                Column("arm", "TEXT NOT NULL", "", "whose turn it was; of several: the treatment"),
                Column("share", "REAL", "share", "of flows with the treatment; NULL: not shared"),
                Column("attempt", "INTEGER NOT NULL", "", "from 0"),
                Column("seed", "INTEGER NOT NULL", "", "64 bits, of which SQLite signs the first"),
                Column("outcome", "TEXT NOT NULL", "", "valid, void or failed"),
                Column("words", "TEXT", "", "why it is not valid"),
                Column("reasons", "TEXT", "", "of a void run: a list in JSON"),
                Column("findings", "TEXT", "", "what makes it doubtful: a list in JSON"),
                Column("time_ns", "INTEGER NOT NULL", "ns", "how long was measured"),
                Column("start_wall_ns", "INTEGER NOT NULL", "ns", "since 1970"),
                Column("digest", "TEXT NOT NULL", "", "SHA-256 of results and samples"),
                Column("has_record", "INTEGER NOT NULL", "", "0: it never began; NULLs follow"),
                Column("path_made", "TEXT", "", "the path: an object in JSON"),
                Column("means", "TEXT", "", "by what the path was made"),
                Column("load_put", "TEXT", "", "the load: an object in JSON"),
                Column("start_ns", "INTEGER", "ns", "monotonic clock"),
                Column("end_ns", "INTEGER", "ns", "monotonic clock"),
                Column("start_spread_ns", "INTEGER", "ns", "first start to last connected"),
                Column("sampling_ns", "INTEGER", "ns", "CPU time of sampling"),
                Column("sampling_ticks", "INTEGER", "", "how often it sampled"),
                Column("relay_ns", "INTEGER", "ns", "CPU time of the delay line"),
                Column("soft_interrupts_ns", "INTEGER", "ns", "CPU time of ksoftirqd"),
                Column("lost_acks", "INTEGER", "", "samples that found no room; NULL: not watched"),
                Column("late_p50_ns", "INTEGER", "ns", "lateness of the delay line"),
                Column("late_p99_ns", "INTEGER", "ns", "lateness of the delay line"),
                Column("late_maximum_ns", "INTEGER", "ns", "lateness of the delay line"),
                Column("late_packets", "INTEGER", "packets", "that the delay line let go"),
                Column(
                    "lost_latencies", "INTEGER", "",
                    "transactions that found no room; NULL: not timed"),
            ]),
        Table(
            "fact",
            [
                Column("id", "INTEGER PRIMARY KEY", "", ""),
                Column("name", "TEXT NOT NULL", "", "a path with dots"),
                Column("value", "TEXT NOT NULL", "", "of the surroundings of some runs"),
            ], "UNIQUE (name, value)"),
        Table(
            "run_fact",
            [run, position, Column("fact", "INTEGER NOT NULL", "", "fact.id")],
            "PRIMARY KEY (run, position)"),
        Table(
            "arm",
            [
                run, position, Column("name", "TEXT NOT NULL", "", "its name in the plan"),
                Column("definition", "TEXT NOT NULL", "", "an object in JSON"),
                Column("algorithm", "TEXT NOT NULL", "", "the name that sockets had"),
                Column("digest", "TEXT", "", "SHA-256 of an extension's object"),
                Column("client_ns", "INTEGER NOT NULL", "ns", "CPU time at the client's end"),
                Column("server_ns", "INTEGER NOT NULL", "ns", "CPU time at the server's end"),
            ], "PRIMARY KEY (run, position)"),
        Table(
            "program",
            [
                run, Column("arm", "INTEGER NOT NULL", "", "arm.position"), position,
                Column("member", "TEXT NOT NULL", "", "the operation that it fills"),
                Column("id", "INTEGER NOT NULL", "", "the kernel's number"),
                Column("tag", "TEXT NOT NULL", "", "the kernel's hash of its instructions"),
                Column("calls", "INTEGER NOT NULL", "", "while measured"),
                Column("ns", "INTEGER NOT NULL", "ns", "spent in it while measured"),
            ], "PRIMARY KEY (run, arm, position)"),
    ]

    private static let aboutFlows = [
        Table(
            "flow",
            [
                run, position, Column("flow", "INTEGER NOT NULL", "", "its number in the samples"),
                Column("part", "TEXT NOT NULL", "", "of the load"),
                Column("test", "TEXT NOT NULL", "", "netperf's name for it"),
                Column("arm", "TEXT", "", "NULL: no congestion control"),
                Column("client", "TEXT NOT NULL", "", ""),
                Column("server", "TEXT NOT NULL", "", ""),
            ], "PRIMARY KEY (run, position)"),
        Table(
            "spell",
            [
                run, Column("flow", "INTEGER NOT NULL", "", "flow.position"), position,
                Column("start_ns", "INTEGER NOT NULL", "ns", "monotonic clock"),
                Column("seconds", "REAL", "s", "how long netperf measured; NULL: no number"),
                Column("throughput", "REAL", "bit/s or 1/s", "of bulk or of transactions"),
                Column("local_algorithm", "TEXT NOT NULL", "", "as netperf names it"),
                Column("remote_algorithm", "TEXT NOT NULL", "", "as netperf names it"),
                Column("latency", "TEXT", "us", "of a transaction: an object in JSON"),
                Column(
                    "interim", "TEXT", "", "lists in JSON: throughput, seconds, end since 1970"),
                Column("said", "TEXT", "", "netperf's own words: an object in JSON"),
            ], "PRIMARY KEY (run, flow, position)"),
        Table(
            "task",
            [
                run, position,
                Column("task", "INTEGER NOT NULL", "", "its number in the samples, behind flows"),
                Column("part", "TEXT NOT NULL", "", "of the load"),
                Column("start_ns", "INTEGER NOT NULL", "ns", "monotonic clock"),
                Column(
                    "seconds", "TEXT NOT NULL", "s",
                    "of each thread that ended its work: a list in JSON"),
            ], "PRIMARY KEY (run, position)"),
    ]

    private static let figures = [
        Table(
            "turn",
            [
                run, position, Column("arm", "TEXT NOT NULL", "", "swapped in under the traffic"),
                Column("start_ns", "INTEGER NOT NULL", "ns", "monotonic clock"),
                Column("moved", "INTEGER NOT NULL", "", "connections that the swap moved"),
                Column("calls", "INTEGER NOT NULL", "", "until the next turn"),
            ], "PRIMARY KEY (run, position)"),
        Table(
            "block",
            [
                run, position, Column("pair", "INTEGER NOT NULL", "", "two blocks have the same"),
                Column("arm", "TEXT NOT NULL", "", "whose turn it was"),
                Column("start_ns", "INTEGER NOT NULL", "ns", "since the run's start"),
                Column("end_ns", "INTEGER NOT NULL", "ns", "since the run's start"),
            ], "PRIMARY KEY (run, position)"),
        Table(
            "value",
            [
                run, Column("block", "INTEGER NOT NULL", "", "block.position; -1: the whole run"),
                Column("arm", "TEXT NOT NULL", "", "of its flows only; empty: of all"),
                Column("part", "TEXT NOT NULL", "", "of the load"),
                Column("metric", "TEXT NOT NULL", "", "its name in a plan"),
                Column("unit", "TEXT NOT NULL", "", "that value is in"),
                Column("value", "REAL", "unit", "NULL: no number"),
            ], "PRIMARY KEY (run, block, arm, part, metric)"),
        Table(
            "sample",
            [
                run, Column("kind", "TEXT NOT NULL", "", "flow, queue, ack, code or latency"),
                Column("chunk", "INTEGER NOT NULL", "", "from 0"),
                Column("count", "INTEGER NOT NULL", "", "samples in it"),
                Column("first_ns", "INTEGER NOT NULL", "ns", "time of the first of them"),
                Column("last_ns", "INTEGER NOT NULL", "ns", "time of the last of them"),
                Column("bytes", "BLOB NOT NULL", "", "see sample_layout, and graft's document"),
            ], "PRIMARY KEY (run, kind, chunk)"),
    ]
}

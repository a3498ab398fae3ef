// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

// What came of work for processors. Files that were begun before there was any have no table of
// it, and no runs that had some.
extension Database {
    func write(_ tasks: [TaskResult], run: Int) throws(StoreError) {
        guard !tasks.isEmpty else { return }
        try prepare("INSERT INTO task VALUES (?, ?, ?, ?, ?, ?)")
            .runAll(
                tasks.enumerated().map { position, task in
                    [
                        .whole(run), .whole(position), .whole(task.number), .text(task.part),
                        .counter(task.startNanoseconds), .text(task.seconds.codedText),
                    ]
                })
    }

    func tasks(of run: Int) throws(StoreError) -> [TaskResult] {
        let known = try number(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'task'")
        guard known > 0 else { return [] }
        let row = try prepare(
            "SELECT task, part, start_ns, seconds FROM task WHERE run = ? ORDER BY position")
        try row.bind([.whole(run)])
        var tasks: [TaskResult] = []
        while try row.step() {
            tasks.append(
                TaskResult(
                    number: try row.whole(0), part: row.text(1), startNanoseconds: row.counter(2),
                    seconds: try [Double](codedText: row.text(3), "the tasks of run \(run)")))
        }
        return tasks
    }
}

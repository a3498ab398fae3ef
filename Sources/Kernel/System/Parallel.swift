// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// Work on two processors at once.
public enum Parallel {
    /// The answers of `body` for each item, in the items' order; two are worked on at a time.
    ///
    /// Where no second thread can be had, one does it all.
    public static func map<Item: Sendable, Answer: Sendable>(
        _ items: [Item], _ body: @escaping @Sendable (Item) -> Answer
    ) -> [Answer] {
        let share = Share(items.count) { body(items[$0]) }
        var thread = pthread_t()
        let argument = Unmanaged.passUnretained(share).toOpaque()
        let started = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    Unmanaged<AnyShare>.fromOpaque(argument).takeUnretainedValue().work()
                }
                return nil
            }, argument)
        share.work()
        if started == 0 { pthread_join(thread, nil) }
        return share.answers
    }

    /// What a thread sees of a `Share`, whatever its answers are.
    private class AnyShare {
        func work() {}
    }

    /// Items that two threads take one by one.
    private final class Share<Answer: Sendable>: AnyShare, @unchecked Sendable {
        // Unchecked: the mutex orders both threads, and the join orders the reader.
        private let state: Mutex<(next: Int, found: [Int: Answer])>
        private let count: Int
        private let body: @Sendable (Int) -> Answer

        init(_ count: Int, _ body: @escaping @Sendable (Int) -> Answer) {
            self.count = count
            self.body = body
            state = Mutex((0, [:]))
        }

        override func work() {
            while true {
                let index = state.withLock { state in
                    state.next += 1
                    return state.next - 1
                }
                guard index < count else { return }
                let answer = body(index)
                state.withLock { $0.found[index] = answer }
            }
        }

        var answers: [Answer] {
            state.withLock { state in (0..<count).compactMap { state.found[$0] } }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Carries out a change and writes down how it ended, refusals too.
    ///
    /// A history that cannot be written undoes nothing: the change has been
    /// made, and the session says what could not be written.
    func recording<Value>(
        _ verb: String, _ session: borrowing Session,
        _ body: (inout History.Entry) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let start = Instant.now
        var entry = History.Entry(
            at: .now, by: try .current(), verb: verb, outcome: .done, duration: .zero)
        do {
            let value = try body(&entry)
            entry.duration = Instant.now.since(start)
            append(entry, session)
            return value
        } catch {
            entry.outcome = .refused(error.description)
            entry.duration = Instant.now.since(start)
            append(entry, session)
            throw error
        }
    }

    private func append(_ entry: History.Entry, _ session: borrowing Session) {
        do throws(Refusal) {
            try History(places).append(entry, session)
        } catch {
            session.warn("not in the history: \(error)")
        }
    }

    func record(_ recovery: Recovery, _ session: borrowing Session) throws(Refusal) {
        var entry = History.Entry(
            at: .now, by: try .current(), verb: "recover",
            outcome: .recovered("\(recovery.what): \(recovery.outcome.rawValue)"), duration: .zero)
        entry.name = recovery.name
        append(entry, session)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Testing

/// Expects `holds` of what `measure` answers, in one of three attempts: this machine has
/// neighbours, and what they disturb is not what is tested. Answers the last one.
@discardableResult
func expectSoon<Found>(
    sourceLocation: SourceLocation = #_sourceLocation, _ measure: () throws -> Found,
    holds: (Found) throws -> Bool
) rethrows -> Found {
    var all: [Found] = []
    while true {
        let found = try measure()
        if try holds(found) { return found }
        all.append(found)
        guard all.count < 3 else {
            Issue.record("in none of three attempts: \(all)", sourceLocation: sourceLocation)
            return found
        }
    }
}

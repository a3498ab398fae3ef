// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

/// How a verb that changes something gets the right to.
enum SessionOptions {
    static let noWait = Option(
        flag: "no-wait", "fail at once when another command is changing something")

    static func session(_ invocation: Invocation) throws -> Session {
        try Session(.host, waiting: !invocation[noWait])
    }
}

extension Terminal {
    /// Tells what the session found half done, and what it could not do.
    static func note(_ session: borrowing Session) {
        for recovery in session.recoveries {
            note("note: \(Recovered(recoveries: [recovery]).text)")
        }
        for warning in session.warnings { note("warning: \(warning)") }
    }
}

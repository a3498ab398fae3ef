// SPDX-License-Identifier: Apache-2.0
/// The error that `body` throws; nil when it throws none, or one of another type.
///
/// `#expect(throws:)` hands it over only from Swift 6.1 on.
func thrown<Failure: Error>(_ type: Failure.Type, _ body: () throws -> Void) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error as? Failure
    }
}

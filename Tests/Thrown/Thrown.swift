// SPDX-License-Identifier: Apache-2.0
/// What was thrown, for tests that look into it: Swift 6.0's `#expect(throws:)` does not hand it
/// out.
public func thrown<Failure: Error>(
    _ type: Failure.Type, _ body: () throws -> Void
) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error as? Failure
    }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel

/// Runs `body` and tells its refusals as those of `attempt`.
func refusing<Value: ~Copyable>(
    _ attempt: String? = nil, hint: String? = nil, _ body: () throws(KernelError) -> Value
) throws(Refusal) -> Value {
    do {
        return try body()
    } catch {
        throw Refusal(error, attempt: attempt, hint: hint)
    }
}

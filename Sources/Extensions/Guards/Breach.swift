// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Why a change must go back.
public enum Breach: Equatable, Sendable {
    /// A guard is false; the finding has both numbers.
    case broken(GuardFinding)
    /// Bytes move over sockets that use the new version, and none of its
    /// operations was called for so long.
    case operationsSilent(for: Duration, bytesAcked: UInt64)
    /// The link holds nothing any more: somebody took the extension out.
    case severed
}

extension Breach: CustomStringConvertible {
    public var description: String {
        switch self {
        case .broken(let finding):
            return "\(finding)"
        case .operationsSilent(let time, let bytes):
            let time = Quantity(time.seconds * 1e6, .microseconds)
            return "no operation was called for \(time), while \(bytes) bytes were acknowledged"
        case .severed:
            return "the link is severed: something else took the extension out"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
/// How the queue at the bottleneck is managed.
public enum QueueKind: String, CaseIterable, Sendable {
    case fifo
    case fq
    case fqCodel = "fq_codel"
    case red
}

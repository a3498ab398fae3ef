// SPDX-License-Identifier: Apache-2.0

extension Hook {
    /// A queueing discipline in BPF.
    static let qdisc = Hook(
        "Qdisc_ops", title: "queueing discipline",
        filledBy: .table(TableRules(mandatory: [["enqueue"], ["dequeue"]])),
        swapping: .gap("the kernel cannot replace a queueing discipline in place"))
}

// SPDX-License-Identifier: Apache-2.0
/// How the experiment was done, in a paragraph.
struct MethodWords {
    let text: String

    init(_ input: ReportInput) {
        let order =
            input.seed.map { ", in an order drawn anew each round from the seed \($0)" } ?? ""
        let design: String
        switch input.design {
        case "together":
            design =
                "Arms shared the path: of the flows of a run a share had the treatment and the "
                + "others the control, for several shares\(order)."
        case "switchback":
            design =
                "The traffic stayed up while the algorithm was swapped at random times; what came "
                + "between two swaps is a turn, without the time right after the swap, and turns "
                + "are compared in pairs\(order)."
        case "aa":
            design =
                "The same arm ran twice in every round, under two names\(order): what differs here "
                + "differs by chance."
        default:
            design =
                "In every round each arm ran alone on each path under each load\(order), so that "
                + "an effect is that of everybody having it."
        }
        let judged =
            "The unit of evidence is the paired difference within a round. The estimate is that of "
            + "Hodges and Lehmann; the interval holds those values that the signed-rank test does "
            + "not rule out. A run that is void or failed is kept, counted, and left out."
        let clock =
            input.isDeterministic
            ? " Each run is deterministic: it booted a machine of its own, with the kernel's own "
                + "code, whose clock is the count of its instructions. Repeated, it gives the same "
                + "bytes on any machine." : ""
        text = "\(design) \(judged)\(clock)"
    }
}

// SPDX-License-Identifier: Apache-2.0
import Arguments

/// `graft experiment ...`: compare arms by a plan.
enum ExperimentVerb {
    static let command = Command(
        "experiment", "compare algorithms by a plan, in rounds",
        discussion: """
            A plan is a YAML file: arms (an algorithm of the kernel, or an extension with its \
            knobs), paths, loads, rounds, and what the arms are judged by. A list where a value is \
            awaited makes an arm or a path of each of its values, and `extends: FILE` begins with \
            another plan. bench/experiments has some to run and to begin from.
            """,
        [ExperimentPlanVerb.command])

    static let file = Operand(.file("PLAN", ".yaml", ".yml"), "the experiment, as a YAML file")
}

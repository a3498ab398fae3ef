// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import KernelLab

/// An outcome and what it is a function of.
struct ShownOutcome {
    let outcome: DeterministicMachine.Outcome
    let machine: DeterministicMachine
    let seed: UInt64

    var json: JSON {
        let ending: JSON
        switch outcome.ending {
        case .exited(let code): ending = ["exited": JSON(Int(code))]
        case .signalled(let number), .interrupted(let number):
            ending = ["signalled": JSON(Int(number))]
        case .outlasted, .unheard: ending = ["outlasted": true]
        }
        return [
            "digest": JSON(outcome.digest.hexadecimal),
            "machine": JSON(machine.identity.hexadecimal),
            "kernel": JSON(machine.kernel.release.text), "translator": JSON(machine.translator),
            "ground": JSON(machine.ground.digest.hexadecimal), "seed": JSON(Int(seed)),
            "ending": ending, "seconds_inside": JSON(outcome.took / .seconds(1)),
            "seconds_here": JSON(outcome.elapsed / .seconds(1)),
            "output": JSON(String(decoding: outcome.output, as: UTF8.self)),
            "errors": JSON(String(decoding: outcome.errors, as: UTF8.self)),
        ]
    }
}

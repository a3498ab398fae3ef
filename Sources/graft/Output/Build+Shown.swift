// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

extension Build: Shown {
    var text: String {
        outcomes.map { outcome in
            switch outcome.result {
            case .success(.compiled(let time)): "built \(outcome.object) in \(Words.time(time))"
            case .success(.kept): "\(outcome.object) is up to date"
            case .failure(let refusal): "error: \(refusal)"
            }
        }.joined(separator: "\n")
    }

    var json: JSON {
        .array(
            outcomes.map { outcome in
                switch outcome.result {
                case .success(let made):
                    [
                        "source": JSON(outcome.source), "object": JSON(outcome.object),
                        "compiled": JSON(made != .kept),
                    ]
                case .failure(let refusal):
                    [
                        "source": JSON(outcome.source), "object": nil,
                        "error": JSON(refusal.description),
                    ]
                }
            })
    }
}

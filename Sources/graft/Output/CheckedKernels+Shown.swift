// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import KernelLab

extension CheckedKernels: Shown {
    var text: String {
        var table = Table(
            "KERNEL", "LOAD", "INSTRUCTIONS", "TIME", "ATTACH", "SWAP", "TRAFFIC",
            numeric: [2, 3])
        var notes: [String] = []
        var reasons = SharedReasons()
        for answer in answers {
            let kernel = answer.release.short
            switch answer.result {
            case .failure(let refusal):
                table.add(kernel, "-", "-", "-", "-", "-", "-")
                notes.append("\(kernel): \(refusal)")
                notes += (refusal.console?.decisiveLines(4) ?? []).map { "    \($0)" }
            case .success(let json):
                let row = Row(json)
                table.add(
                    kernel, row.load, row.instructions, row.time, row.attach, row.swap,
                    row.traffic)
                for reason in row.reasons { reasons.add(reason, of: kernel) }
            }
        }
        notes = reasons.lines + notes
        let title = "\(object.name)  sha256 \(object.digest.short)"
        return ([title, "", table.text] + (notes.isEmpty ? [] : [""] + notes))
            .joined(separator: "\n")
    }

    var json: JSON {
        [
            "name": JSON(object.name), "sha256": JSON(object.digest.hexadecimal),
            "kernels": .array(answers.map(CheckedKernels.json)),
        ]
    }

    private static func json(_ answer: Answer) -> JSON {
        let (check, failure): (JSON, JSON) =
            switch answer.result {
            case .success(let json): (json, nil)
            case .failure(let refusal): (nil, JSON(refusal.description))
            }
        return [
            "release": JSON(answer.release.text), "status": JSON(answer.status),
            "seconds": JSON(answer.time / .seconds(1)), "check": check, "failure": failure,
        ]
    }
}

/// Reasons, each with the kernels that gave it, in the order in which they were first given.
private struct SharedReasons {
    private var order: [String] = []
    private var kernels: [String: [String]] = [:]

    mutating func add(_ reason: String, of kernel: String) {
        if kernels[reason] == nil { order.append(reason) }
        kernels[reason, default: []].append(kernel)
    }

    var lines: [String] {
        order.map { "\(kernels[$0, default: []].joined(separator: ", ")): \($0)" }
    }
}

/// One kernel's answers, as they stand in a table.
private struct Row {
    let load: String
    let instructions: String
    let time: String
    let attach: String
    let swap: String
    let traffic: String
    private(set) var reasons: [String] = []

    /// The answers of the check, and where it was tried, what came of trying.
    init(_ check: JSON) {
        var reasons: [String] = []
        func word(_ place: JSON?, _ verb: String) -> String {
            guard let place, !place.isNull else { return "-" }
            if place["can"]?.bool == true { return "yes" }
            for reason in place["why"]?.array ?? [] {
                let said = reason.string ?? ""
                let line = said.hasPrefix("\(verb): ") ? said : "\(verb): \(said)"
                if !reasons.contains(line) { reasons.append(line) }
            }
            return place["can"]?.bool == false ? "no" : "?"
        }
        let tried = check["tried"]
        load = word(check["load"], "load")
        let programs = check["programs"]?.array ?? []
        let verified = programs.reduce(0) { $0 + ($1["instructions"]?.integer() ?? 0) }
        let spent = programs.reduce(0.0) { $0 + ($1["microseconds"]?.number ?? 0) }
        instructions = programs.isEmpty ? "-" : Words.count(verified)
        time = programs.isEmpty ? "-" : Words.time(.microseconds(Int(spent)))
        attach = word(tried?["attach"] ?? check["attach"], "attach")
        let swapped = word(tried?["swap"] ?? check["swap"], "swap")
        // The try allows a gap where the kernel has no update.
        let isGapless = check["swap"]?["can"]?.bool != false
        swap = swapped == "yes" && !isGapless ? "with a gap" : swapped
        let stream = tried?["traffic"]
        let answer = word(stream, "traffic")
        if answer == "yes", let bytes = stream?["bytes"]?.number {
            traffic = "\(Words.decimal(bytes / 1_048_576)) MiB"
        } else {
            traffic = answer
        }
        // What was never registered has nothing to say here.
        if tried?["attach"]?["can"]?.bool == true { _ = word(tried?["unregister"], "unregister") }
        self.reasons = reasons
    }
}

/// A check, and what came of trying it.
struct TriedCheck: Shown {
    let check: Check
    let trial: Rehearsal?

    var text: String {
        guard let trial else { return check.text }
        var lines = [check.text, "", "tried:"]
        lines += Check.lines("attach", trial.attach) + Check.lines("swap", trial.swap)
        if let traffic = trial.traffic { lines += Check.lines("carry", traffic) }
        if trial.taken.isNo { lines += Check.lines("leave", trial.taken) }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        guard let trial, case .object(var object) = check.json else { return check.json }
        var tried: JSON.Object = [
            "attach": Check.json(trial.attach), "swap": Check.json(trial.swap),
            "unregister": Check.json(trial.taken),
        ]
        if let traffic = trial.traffic, case .object(var carried) = Check.json(traffic) {
            if let stream = trial.stream {
                carried["bytes"] = JSON(stream.received)
                carried["seconds"] = JSON(stream.time / .seconds(1))
            }
            tried["traffic"] = .object(carried)
        }
        object["tried"] = .object(tried)
        return .object(object)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// A plan that is described in a file, and in those that it extends.
enum PlanFile {
    static func read(_ file: String) throws(Refusal) -> Plan {
        // Without the file itself there is no place to name, and no complaint about one.
        do throws(KernelError) {
            _ = try File(file).text()
        } catch {
            throw Refusal(error)
        }
        do throws(Complaints) {
            return try Plan(reading: file, text)
        } catch {
            throw PlanFile.refusal(error, of: file)
        }
    }

    static func placing(_ complaints: [Complaint], in file: String) -> [Complaint] {
        Plan.placing(complaints, in: file, text)
    }

    private static func text(_ file: String) throws(Malformed) -> String {
        do throws(KernelError) {
            return try File(file).text()
        } catch {
            let words = error.errno.map(KernelError.words) ?? "\(error)"
            throw Malformed(file, "cannot be read: \(words)")
        }
    }

    /// One mistake with its hint below, as any other; of several, each with its own.
    static func refusal(
        _ complaints: Complaints, of file: String, attempt: String? = nil
    ) -> Refusal {
        let attempt = attempt ?? "read \(file)"
        if complaints.all.count == 1, let only = complaints.all.first {
            return Refusal(attempt, .misfit("\(only)"), hint: only.hint)
        }
        let lines = complaints.description.split(separator: "\n").map { "\n  \($0)" }
        return Refusal(attempt, .misfit(lines.joined()))
    }
}

/// Where a plan was read from: only a file of its own has places.
enum PlanSource {
    case plan(String)
    case results(String)

    var file: String {
        switch self {
        case .plan(let file), .results(let file): file
        }
    }

    func placing(_ complaints: [Complaint]) -> [Complaint] {
        switch self {
        case .plan(let file): PlanFile.placing(complaints, in: file)
        case .results: complaints
        }
    }
}

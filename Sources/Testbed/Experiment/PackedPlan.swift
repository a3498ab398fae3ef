// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// A plan and all that its runs take to another machine: objects are built here, and what they
/// give there is as if they had been built there.
struct PackedPlan: Sendable {
    let plan: Plan
    /// By their paths, from the folder that the runs start in.
    let files: [String: [UInt8]]

    static let name = "plan.yaml"
    /// The folder with what graft itself loads.
    static let extensions = "extensions"

    init(_ plan: Plan, _ shelf: Shelf) throws(Refusal) {
        var inside = plan
        var files: [String: [UInt8]] = [:]
        for place in plan.arms.indices {
            guard case .extension(let word, let knobs, let digest) = plan.arms[place].algorithm
            else { continue }
            let object = try shelf.object(word)
            let name = "arm-\(place + 1).bpf.o"
            files[name] = Array(object.content)
            inside.arms[place].algorithm = .extension(name, knobs: knobs, digest: digest)
        }
        for name in PackedPlan.used(by: plan) {
            let object = try shelf.object(name)
            let bare = name.split(separator: "/").last ?? ""
            files["\(PackedPlan.extensions)/\(name)/\(bare).bpf.o"] = Array(object.content)
        }
        files[PackedPlan.name] = Array(inside.canonicalText.utf8)
        self.plan = plan
        self.files = files
    }

    /// What graft itself loads while it measures, and where the kernel's queues do not do.
    private static func used(by plan: Plan) -> [String] {
        let paths = plan.paths.map(\.value)
        let queues = Set(paths.compactMap(\.aqm.extension)).sorted()
        let marks = paths.contains { $0.ecn != nil } ? ["packet/ecn-mark"] : []
        let instruments = ["acks", "samples", "sockets", "transactions"]
        return instruments.map { "instruments/\($0)" } + queues + marks
    }

    /// A record that came from there, with its arms by the plan's own words and not by the names
    /// of packed files.
    func unpacked(_ record: RunRecord) -> RunRecord {
        var record = record
        for place in record.arms.indices {
            if let arm = plan.arm(record.arms[place].arm.name) { record.arms[place].arm = arm }
        }
        return record
    }
}

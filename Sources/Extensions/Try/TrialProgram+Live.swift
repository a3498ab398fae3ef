// SPDX-License-Identifier: Apache-2.0
import Kernel

extension TrialProgram {
    /// The registered program of this kind that is live; refused where there are
    /// none or several, unless a site says which.
    public static func live(
        _ kind: Kind, at site: Site?, in registry: Registry, on kernel: RunningKernel
    ) throws(Refusal) -> TrialProgram {
        let attempt = "compare with what is live"
        let all = try registry.list(on: kernel).filter { registration in
            guard let rules = registration.hook.program, registration.state.isLive else {
                return false
            }
            let isHere = site.map { "\($0)" == registration.site } ?? true
            return isHere
                && rules.sections.contains { ProgramKind(section: $0).type == kind.rawValue }
        }
        guard let one = all.first, let version = one.current else {
            throw Refusal(
                attempt, .unknown("\(kind.title) is not registered here"),
                hint: "name a file instead: `--against FILE`")
        }
        guard all.count == 1 else {
            let places = all.map { "\($0.name) (\($0.site))" }.joined(separator: ", ")
            throw Refusal(
                attempt, .misfit("there are several: \(places)"),
                hint: "say which with --netns, --dev or --cgroup")
        }
        let program = try refusing(attempt) { () throws(KernelError) in
            try Program(id: version.carrierID)
        }
        guard let program else { throw Refusal(attempt, .said("\(one.name) went away")) }
        return try TrialProgram(live: program, named: "\(one.name), live")
    }
}

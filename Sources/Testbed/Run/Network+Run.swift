// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

extension Network {
    /// Runs a load with its arms, and takes out again whatever it put in place.
    ///
    /// A run that cannot be trusted is an answer, void and with its reasons; what keeps
    /// it from taking place at all is an error.
    public borrowing func run(
        _ request: RunRequest, shelf: Shelf = .host, _ netperf: Netperf
    ) throws(Refusal) -> RunRecord {
        let flaws = request.flaws
        guard flaws.isEmpty else {
            let words = flaws.map { "\($0.field): \($0.words)" }.joined(separator: "; ")
            throw Refusal("run the load", .misfit(words))
        }
        let armoury = Armoury(
            places: standing.places, shelf: shelf, prefix: standing.registrationPrefix)
        var succession: Succession?
        let arms: [ArmInPlace]
        if request.changes.isEmpty {
            arms = try armoury.put(request.arms, in: endStations[0].namespace)
        } else {
            let turning = try Succession(request.arms, armoury, in: endStations[0].namespace)
            arms = turning.arms
            succession = turning
        }
        do throws(Refusal) {
            let stage = RunStage(
                request: request, name: name, layout: layout, means: means, stations: stations,
                standing: standing, delayLine: delayLine, markers: markers, netperf: netperf,
                arms: arms, succession: succession, shelf: shelf)
            let record = try stage.run()
            try armoury.takeOut(arms)
            return record
        } catch {
            // The first refusal is the one to report.
            try? armoury.takeOut(arms)
            throw error
        }
    }

    var endStations: [Station] { stations.filter { !layout.routers.contains($0.role) } }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// An extension that is the queue of a bottleneck, and holds its rate: no shaper can stand
/// above a discipline in BPF. It is registered under the network's mark, so that whoever
/// clears the network takes it out; the device's own goes with the device.
struct QueueExtension {
    let shelf: Shelf
    let standing: Standing

    /// Registers one for each bottleneck, which differ in rate and length, and attaches it.
    func put(
        _ kind: QueueKind, at bottlenecks: [Bottleneck], _ station: (String) -> Station
    ) throws(Refusal) {
        guard let word = kind.extension else { return }
        let object = try shelf.object(word)
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let session = try Session(standing.places)
        for (number, bottleneck) in bottlenecks.enumerated() {
            var options = RegisterOptions(file: word)
            options.name = "\(standing.registrationPrefix)q\(number)"
            options.knobs = [
                .init(knob: "rate", value: "\(bottleneck.rate.value)"),
                // Less than the longest packet would take none.
                .init(knob: "limit_bytes", value: "\(max(bottleneck.queueBytes, 1514))"),
            ]
            _ = try Registry(standing.places).register(
                object, options, shelf: shelf, on: kernel, session)
            try attach(options.name ?? "", bottleneck, station(bottleneck.station))
        }
    }

    private func attach(
        _ name: String, _ bottleneck: Bottleneck, _ station: Station
    ) throws(Refusal) {
        try refusing { () throws(KernelError) in
            try TrafficControl.run(
                ["qdisc", "replace", "dev", bottleneck.device, "root", name],
                in: station.namespace)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel

/// What marks packets at a bottleneck where the kernel's queues cannot: a program of
/// ours in front of the queue. The device holds it, and takes it along.
final class EcnMarker: Sendable {
    private let counters: Map
    private let valueBytes: Int

    /// Its own queue runs out a little slower than the true one, so that a rate which is
    /// not quite held leaves no queue that nothing marks.
    private static let pace = 0.99
    /// The place of `marks` among its counters.
    private static let marksKey: UInt32 = 2

    static func attach(
        _ bottleneck: Bottleneck, _ station: Station, _ shelf: Shelf
    ) throws(Refusal) -> EcnMarker {
        let attempt = "mark packets at \(bottleneck.device)"
        let object = try shelf.object("ecn-mark")
        let rate = UInt64(Double(bottleneck.rate.value) / 8 * pace)
        var settings = try object.settings([
            .init(knob: "rate", value: "\(max(rate, 16_000))"),
            .init(knob: "threshold", value: "\(bottleneck.markBytes ?? 0)"),
            .init(knob: "cap", value: "\(bottleneck.queueBytes)"),
        ])
        settings.programs = ["ecn_mark"]
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let chosen = settings
        return try refusing(attempt) { () throws(KernelError) in
            let loaded = try object.load(into: kernel, chosen)
            guard let program = loaded.programs["ecn_mark"], let map = loaded.maps["counters"]
            else { preconditionFailure("ecn_mark has its program and its counters") }
            try station.namespace.run { () throws(KernelError) in
                try program.attach(toEgressOf: bottleneck.device)
            }
            return EcnMarker(map, try map.details().valueBytes)
        }
    }

    private init(_ counters: Map, _ valueBytes: Int) {
        self.counters = counters
        self.valueBytes = valueBytes
    }

    /// Packets that it has marked, on all processors.
    func marks() throws(KernelError) -> UInt32 {
        UInt32(
            truncatingIfNeeded: try counters.counter(EcnMarker.marksKey, size: valueBytes) ?? 0)
    }
}

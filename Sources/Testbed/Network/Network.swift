// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// A network that stands. Letting go of it takes it down, unless it was left standing.
public struct Network: ~Copyable {
    public let name: String
    public let layout: Layout
    public let means: Means
    let stations: [Station]
    let standing: Standing
    let delayLine: DelayLine?
    let markers: [EcnMarker]
    private var isOver = false

    init(
        name: String, layout: Layout, means: Means, stations: [Station], standing: Standing,
        delayLine: DelayLine?, markers: [EcnMarker]
    ) {
        self.name = name
        self.layout = layout
        self.means = means
        self.stations = stations
        self.standing = standing
        self.delayLine = delayLine
        self.markers = markers
    }

    deinit {
        // Whoever wants to know of a refusal calls `takeDown`.
        if !isOver {
            try? delayLine?.stop()
            try? standing.clear()
        }
    }

    /// Takes it down, and says when something of it stays.
    public consuming func takeDown() throws(Refusal) {
        isOver = true
        let standing = standing
        let delayLine = delayLine
        // First the network, then what is told of the line: nothing may stay for its sake.
        let ending = Result { () throws(Refusal) in
            try refusing { () throws(KernelError) in try delayLine?.stop() }
        }
        try standing.clear()
        try ending.get()
    }

    /// Leaves it standing after this process, until `Standing.clear`.
    public consuming func leave() throws(Refusal) {
        let (standing, delayLine) = (standing, delayLine)
        try refusing { () throws(KernelError) in
            guard let minder = try delayLine?.leave() else { return }
            _ = try standing.adding(minders: [minder])
        }
        isOver = true
    }

    public borrowing func station(_ role: String) -> Station? {
        stations.first { $0.role == role }
    }

    public var path: Path { layout.path }
}

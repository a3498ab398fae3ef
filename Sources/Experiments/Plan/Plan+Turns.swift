// SPDX-License-Identifier: Apache-2.0
import Draws

extension Plan {
    /// The arms that have to be in place for a run; the first is that of all flows which name
    /// none.
    public func arms(of run: PlannedRun) -> [Arm] {
        var names: [String]
        switch run.turn {
        case .alone(let arm): names = [arm]
        case .together(let mixture): names = mixture.arms
        case .switchback(let blocks):
            names = []
            for block in blocks.prefix(2) { names.append(block.arm) }
        }
        for name in load(run.load)?.armNames ?? [] where !names.contains(name) {
            names.append(name)
        }
        return names.compactMap(arm)
    }

    /// Whether what is compared are schedulers, of which a machine has one at a time.
    public var comparesSchedulers: Bool { arms.contains { $0.hook == .scheduler } }

    /// What is sent in a run: the load with the arms of its flows written in, and with as many
    /// connections a flow as its arm opens.
    public func load(of run: PlannedRun) -> Load? {
        guard var load = load(run.load) else { return nil }
        for place in load.parts.indices where load.parts[place].takesArmOfRun {
            let part = load.parts[place]
            let names: [String]
            switch run.turn {
            case .alone(let arm): names = Array(repeating: arm, count: part.flows)
            case .together(let mixture):
                let treated = mixture.treated[part.name] ?? []
                names = treated.map { $0 ? mixture.treatment : mixture.control }
            case .switchback: continue
            }
            let flows = names.flatMap { name in
                Array(repeating: name, count: arm(name)?.connections ?? 1)
            }
            load.parts[place].flows = flows.count
            if case .together = run.turn { load.parts[place].arms = flows }
        }
        return load
    }

    func mixture(
        _ together: Design.Together, _ share: Share, _ load: Load, _ draws: inout Draws
    ) -> PlannedRun.Mixture {
        var treated: [String: [Bool]] = [:]
        for part in load.parts where part.takesArmOfRun {
            let count = Int((share.value * Double(part.flows)).rounded())
            treated[part.name] = draws.spread(count, over: part.flows)
        }
        return .init(
            treatment: together.treatment, control: control, share: share, treated: treated)
    }

    func pairs(_ switchback: Design.Switchback, in time: Duration) -> Int {
        Int((time - warmUp).inNanoseconds / (2 * switchback.block.inNanoseconds))
    }

    /// Pairs of blocks from the warm-up's end on, as many as there is time for. Each switch is
    /// drawn around its place, so that blocks differ and still fill the time.
    func blocks(
        _ switchback: Design.Switchback, _ time: Duration, _ draws: inout Draws
    ) -> [PlannedRun.Block] {
        let block = switchback.block.inNanoseconds
        let start = warmUp.inNanoseconds
        let pairs = self.pairs(switchback, in: time)
        let reach = Int64(Double(block) * switchback.jitter.value / 2)
        var ends = (1..<max(2 * pairs, 1)).map {
            start + Int64($0) * block + draws.around(reach)
        }
        ends.append(start + Int64(2 * pairs) * block)
        var blocks: [PlannedRun.Block] = []
        for pair in 0..<pairs {
            var arms = [control, switchback.treatment]
            draws.shuffle(&arms)
            for arm in arms {
                let from = blocks.last?.end ?? warmUp
                blocks.append(
                    .init(
                        pair: pair, arm: arm, start: from, measuredFrom: from + switchback.washOut,
                        end: .nanoseconds(ends[blocks.count])))
            }
        }
        return blocks
    }
}

extension PlannedRun.Mixture {
    /// Those of which a flow is there, the control first.
    var arms: [String] {
        (share.value < 1 ? [control] : []) + (share.value > 0 ? [treatment] : [])
    }
}

extension Load.Part {
    /// Whether its flows have whatever arm it is the turn of.
    public var takesArmOfRun: Bool { test.isTCP && arms.isEmpty }
}

extension Draws {
    /// So many of all, one from each of as many equal stretches: spread evenly, and in step
    /// with nothing.
    fileprivate mutating func spread(_ count: Int, over all: Int) -> [Bool] {
        guard count <= all / 2 else { return spread(all - count, over: all).map { !$0 } }
        var chosen = Array(repeating: false, count: all)
        for stretch in 0..<count {
            let first = stretch * all / count
            let next = (stretch + 1) * all / count
            chosen[first + below(next - first)] = true
        }
        return chosen
    }
}

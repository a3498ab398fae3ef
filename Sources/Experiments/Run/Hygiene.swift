// SPDX-License-Identifier: Apache-2.0
/// What a run must not suffer from; beyond a limit it is warned of, or void when strict.
public struct Hygiene: Equatable, Sendable {
    /// CPU time that the machine's host took away, as a share of all.
    public var steal = Share(0.02)
    /// CPU time used by what is not of the run, as a share of all.
    public var otherLoad = Share(0.15)
    /// Of one processor, by the busiest flow's sender.
    public var senderBusy = Share(0.9)
    /// How late the delay line may be at the 99th percentile.
    public var lateness = Duration.milliseconds(3)
    public var isStrict = false

    public init() {}
}

/// Something about a run that makes its figures doubtful.
public enum Finding: Equatable, Sendable {
    case senderBound(share: Double)
    case steal(share: Double)
    case otherLoad(share: Double)
    case neverLeftSlowStart(flow: Int)
    /// Congestion controls were to be compared where nothing is congested.
    case nothingCongested
    case pacedWithoutFQ(algorithm: String)
    /// Results at intervals were asked for, and this netperf gives none.
    case withoutInterim
}

extension Finding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .senderBound(let share):
            "the sender was bound by its processor (\(Share.text(share)) of one)"
        case .steal(let share): "the machine's host took \(Share.text(share)) of the CPU time"
        case .otherLoad(let share): "other work took \(Share.text(share)) of the CPU time"
        case .neverLeftSlowStart(let flow): "flow \(flow) never left slow start"
        case .nothingCongested:
            "the path has no bottleneck: it says nothing about congestion controls"
        case .withoutInterim: "this netperf was built without interim results"
        case .pacedWithoutFQ(let algorithm):
            "\(algorithm) paces, and there is no fq at the sender: the kernel's timers pace instead"
        }
    }
}

extension Share {
    /// Any ratio as people read it: `12.3%`.
    static func text(_ ratio: Double) -> String {
        let tenths = Int((ratio * 1000).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))%"
    }
}

// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One flow of a load: where it goes, over which ports, with which arm, and when.
public struct Flow: Equatable, Sendable {
    /// From 0; its data goes to the port of this number.
    public let number: Int
    public let part: Load.Part
    /// The place of its arm in the run; nil for one that has no congestion control.
    public let arm: Int?
    public let client: String
    public let server: String
    /// After the measured time has begun; nil for those that start together, which
    /// begin it.
    public let start: Duration?
    /// How long each spell lasts.
    public let seconds: Int
    /// When its last spell must have ended, after the measured time has begun.
    public let end: Duration

    public var port: UInt16 { UInt16(Load.ports.lowerBound + number) }

    /// The place of what it belongs to: its arm's, or the one behind all arms.
    let account: Int

    /// netserver's ports: one for each account, so that its processor time can be told apart.
    static let controlPort: UInt16 = 12_865
    var controlPort: UInt16 { Flow.controlPort + UInt16(account) }
}

extension Load {
    /// Its flows, spread over clients and servers in turn.
    ///
    /// `arms` are the names of the run's that flows can have; a part that names none has the
    /// first.
    public func flows(clients: [String], servers: [String], arms: [String]) -> [Flow] {
        var flows: [Flow] = []
        for part in parts {
            for index in 0..<part.flows {
                let number = flows.count
                let offset = part.after + part.stagger * Double(index)
                let arm = part.arms.isEmpty ? arms.first : part.arms[index % part.arms.count]
                let place = part.test.isTCP ? arm.flatMap { arms.firstIndex(of: $0) } : nil
                let length = part.cycle?.on ?? min(part.time ?? time, time - offset)
                flows.append(
                    Flow(
                        number: number, part: part,
                        arm: place,
                        client: clients[number % clients.count],
                        server: servers[number % servers.count],
                        start: offset > .zero ? offset : nil,
                        seconds: max(1, Int(length.inSeconds)),
                        end: min(part.time.map { $0 + offset } ?? time, time),
                        account: place ?? arms.count))
            }
        }
        return flows
    }
}

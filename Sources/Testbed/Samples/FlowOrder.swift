// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// Which sockets an instrument is to watch: the bytes of `struct flow_order`.
enum FlowOrder {
    static let mostPlaces = 32

    /// With the namespaces of some ends, and whether the data ports are the local ones there.
    static func bytes(_ ends: [(station: Station, isServer: Bool)]) -> [UInt8] {
        precondition(ends.count <= mostPlaces, "more ends than it can tell apart")
        var words = [UInt32(Load.ports.lowerBound), UInt32(Load.ports.upperBound)]
        for (station, isServer) in ends {
            words.append(UInt32(truncatingIfNeeded: station.namespace.identity.inode))
            words.append(isServer ? 1 : 0)
        }
        words += [UInt32](repeating: 0, count: 2 + 2 * mostPlaces - words.count)
        return words.withUnsafeBytes { Array($0) }
    }
}

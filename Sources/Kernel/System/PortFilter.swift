// SPDX-License-Identifier: Apache-2.0
/// What the kernel is told to look at in each socket before it tells of it
/// (`struct inet_diag_bc_op`): a run of comparisons, all of which must hold.
struct PortFilter {
    let local: ClosedRange<UInt16>?
    let remote: ClosedRange<UInt16>?

    private enum Operation {
        static let localAtLeast: UInt8 = 2
        static let localAtMost: UInt8 = 3
        static let remoteAtLeast: UInt8 = 4
        static let remoteAtMost: UInt8 = 5
    }

    /// Each comparison takes two words: what, and with which port.
    var code: [UInt8] {
        var comparisons: [(operation: UInt8, port: UInt16)] = []
        if let local {
            comparisons.append((Operation.localAtLeast, local.lowerBound))
            comparisons.append((Operation.localAtMost, local.upperBound))
        }
        if let remote {
            comparisons.append((Operation.remoteAtLeast, remote.lowerBound))
            comparisons.append((Operation.remoteAtMost, remote.upperBound))
        }
        var code: [UInt8] = []
        for (place, comparison) in comparisons.enumerated() {
            let left = UInt16((comparisons.count - place) * 8)
            // When it holds, the next one; when not, four bytes past the end, which is no.
            code += [comparison.operation, 8]
            withUnsafeBytes(of: left + 4) { code += $0 }
            code += [0, 0]
            withUnsafeBytes(of: comparison.port) { code += $0 }
        }
        return code
    }
}

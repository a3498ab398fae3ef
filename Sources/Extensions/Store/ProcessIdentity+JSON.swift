// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension ProcessIdentity {
    public var json: JSON { ["pid": JSON(pid), "started": JSON(started)] }

    public init(_ place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            pid: try place["pid"].integer(Int32.self),
            started: try place["started"].integer(UInt64.self))
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A namespace that stands for a machine of the network.
public final class Station: Sendable {
    /// Its place in the layout: `client1`, `router`.
    public let role: String
    /// Its name for `ip netns`.
    public let name: String
    public let namespace: NetworkNamespace

    init(_ role: String, name: String, _ namespace: consuming NetworkNamespace) {
        self.role = role
        self.name = name
        self.namespace = namespace
    }
}

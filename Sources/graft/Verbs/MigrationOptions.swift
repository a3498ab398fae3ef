// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// The options by which swap and rollback say which sockets to move.
enum MigrationOptions {
    static let migrate = Option(flag: "migrate", "move established sockets too")
    static let namespace = Option(
        "netns", .text("NAME"), "with --migrate: only those in this network namespace")
    static let remote = Option(
        "peer", .prefix, "with --migrate: only those whose peer is in this prefix")
    static let port = Option(
        "port", .integer("PORT", in: 1...65535), "with --migrate: only those with this local port")
    static let peerPort = Option(
        "peer-port", .integer("PORT", in: 1...65535),
        "with --migrate: only those whose peer has this port")
    static let all: [any DeclaredOptions] = [migrate, namespace, remote, port, peerPort]

    /// The filter that was asked for; nil without --migrate.
    static func filter(_ invocation: Invocation) throws -> MigrationFilter? {
        let isFiltered =
            invocation[namespace] != nil || invocation[remote] != nil || invocation[port] != nil
            || invocation[peerPort] != nil
        guard invocation[migrate] else {
            if isFiltered { throw invocation.misuse("a filter of sockets needs --migrate") }
            return nil
        }
        var filter = MigrationFilter()
        filter.namespace = invocation[namespace]
        filter.remote = invocation[remote]
        filter.localPort = UInt16(invocation[port] ?? 0)
        filter.remotePort = UInt16(invocation[peerPort] ?? 0)
        return filter
    }
}

extension Form where Value == MigrationFilter.Prefix {
    /// `192.0.2.0/24`, `2001:db8::/32`, or an address.
    static var prefix: Form {
        Form("CIDR", expected: "an address or a prefix, such as 192.0.2.0/24") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard let first = parts.first, parts.count <= 2,
                let address = IPAddress(String(first))
            else { return nil }
            let longest = address.bytes.count * 8
            guard parts.count == 2 else { return .init(address: address.bytes, bits: longest) }
            guard let bits = Int(parts[1]), (0...longest).contains(bits) else { return nil }
            return .init(address: address.bytes, bits: bits)
        }
    }
}

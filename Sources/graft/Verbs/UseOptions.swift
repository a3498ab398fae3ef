// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

/// The options that say who gets a congestion control.
enum UseOptions {
    static let isDefault = Option(
        flag: "default", "whoever chooses nothing else in the network namespace")
    static let namespace = Option(
        "netns", .text("NAME"),
        "in this network namespace, by its name or path; else in the one that graft runs in")
    static let range = Option(
        "to", .text("CIDR"), "connections with these addresses: by a route, or within --cgroup")
    static let group = Option(
        "cgroup", .directory("PATH"), "the sockets of this control group and of those below it")
    static let port = Option(
        "port", .integer("PORT", in: 1...65535),
        "connections with the service on this port, there or here")
    static let all: [any DeclaredOptions] = [isDefault, namespace, range, group, port]

    static func scope(_ invocation: Invocation) throws -> Assignment.Scope? {
        let range = try invocation[range].map { try AddressPrefix($0) }
        let scope = try Assignment.Scope(
            isDefault: invocation[isDefault], namespace: invocation[namespace], range: range,
            group: invocation[group], port: invocation[port].map(UInt16.init))
        if scope == nil, invocation[namespace] != nil {
            throw invocation.misuse("--netns alone chooses nobody; add --default or --to")
        }
        return scope
    }
}

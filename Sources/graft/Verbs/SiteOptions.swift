// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

/// The options that say where a hook is.
enum SiteOptions {
    static let namespace = Option(
        "netns", .text("NAME"),
        "in this network namespace, by its name or path; else in the one that graft runs in")
    static let device = Option("dev", .text("DEV"), "on this device")
    static let controlGroup = Option(
        "cgroup", .text("PATH"), "on this control group (version 2)")
    static let all: [any DeclaredOptions] = [namespace, device, controlGroup]

    static func isNamed(_ invocation: Invocation) -> Bool {
        invocation[namespace] != nil || invocation[device] != nil
            || invocation[controlGroup] != nil
    }

    /// The site that was named; a hook that wants a namespace and gets no site has
    /// the one that graft runs in.
    static func site(_ invocation: Invocation, for hook: Hook? = nil) throws -> Site {
        let namespace = invocation[namespace]
        if let path = invocation[controlGroup] {
            guard namespace == nil, invocation[device] == nil else {
                throw invocation.misuse("a control group belongs to no namespace and no device")
            }
            return .controlGroup(path)
        }
        if let name = invocation[device] { return .device(name, in: namespace) }
        if namespace != nil { return .namespace(namespace) }
        return hook?.site == .namespace ? .namespace(nil) : .host
    }
}

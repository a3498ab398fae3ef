// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// Where a hook is: some belong to the host, others to a part of it.
public enum Site: Equatable, Sendable {
    case host
    /// A network namespace, by its name for `ip netns` or its path; nil for the
    /// one that we run in.
    case namespace(String?)
    /// A device, in a network namespace.
    case device(String, in: String?)
    /// A control group of version 2, by its path.
    case controlGroup(String)

    public enum Kind: Equatable, Sendable {
        case host, namespace, device, controlGroup
    }

    public var kind: Kind {
        switch self {
        case .host: .host
        case .namespace: .namespace
        case .device: .device
        case .controlGroup: .controlGroup
        }
    }
}

extension Site: CustomStringConvertible {
    public var description: String {
        switch self {
        case .host: "host"
        case .namespace(nil): "netns of this host"
        case .namespace(.some(let name)): "netns \(name)"
        case .device(let name, nil): "dev \(name)"
        case .device(let name, .some(let namespace)): "dev \(name) netns \(namespace)"
        case .controlGroup(let path): "cgroup \(path)"
        }
    }
}

extension Site {
    var json: JSON {
        switch self {
        case .host: [:]
        case .namespace(let name): ["netns": JSON(name)]
        case .device(let name, let namespace): ["dev": JSON(name), "netns": JSON(namespace)]
        case .controlGroup(let path): ["cgroup": JSON(path)]
        }
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        let members = try place.members()
        let keys = Set(members.map(\.key))
        if keys.contains("cgroup") {
            self = .controlGroup(try place["cgroup"].string())
        } else if keys.contains("dev") {
            self = .device(
                try place["dev"].string(), in: try place["netns"].ifPresent?.string())
        } else if keys.contains("netns") {
            self = .namespace(try place["netns"].ifPresent?.string())
        } else {
            self = .host
        }
    }
}

extension Site {
    /// The namespace that it names: `ip netns` knows names, everything else is a path.
    static func open(_ name: String?) throws(KernelError) -> NetworkNamespace {
        guard let name else { return try .current() }
        return name.contains("/") ? try NetworkNamespace(at: name) : try .init(named: name)
    }

    /// Attaches a program here, and answers the link that holds it.
    func attach(_ program: Program, _ rules: ProgramRules, _ attempt: String) throws(KernelError)
        -> Link
    {
        switch self {
        case .host:
            preconditionFailure("no program fills a hook of the host")
        case .namespace(let name):
            let namespace = try Site.open(name)
            return try Link(
                attaching: program, to: namespace, as: rules.attachType, attempt)
        case .controlGroup(let path):
            return try Link(
                attaching: program, toControlGroup: path, as: rules.attachType, attempt)
        case .device(let name, let namespace):
            return try Site.open(namespace).run { () throws(KernelError) in
                try Link(
                    attaching: program, toDevice: name, as: rules.attachType,
                    flags: rules.flags, attempt)
            }
        }
    }
}

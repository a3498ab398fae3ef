// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Where graft keeps what it must remember.
public struct Places: Sendable {
    /// In bpffs: what holds the registrations. The truth.
    public let pins: String
    /// What the kernel cannot say about them. Gone with a reboot, as they are.
    public let records: String
    /// Objects by digest, and the history. Stays.
    public let store: String

    /// The host's own, unless the environment names others.
    public init(environment: (String) -> String?) {
        pins = environment("GRAFT_PINS") ?? "/sys/fs/bpf/graft"
        records = environment("GRAFT_RECORDS") ?? "/run/graft"
        store = environment("GRAFT_STORE") ?? "/var/lib/graft"
    }

    public init(pins: String, records: String, store: String) {
        self.pins = pins
        self.records = records
        self.store = store
    }

    func pins(of name: String) -> String { "\(pins)/\(Places.encode(name))" }
    func link(of name: String) -> String { pins(of: name) + "/link" }
    func version(_ number: Int, of name: String) -> String { "\(pins(of: name))/v\(number)" }
    func record(of name: String) -> String {
        "\(records)/registrations/\(Places.encode(name)).json"
    }

    /// bpffs refuses names with a dot in them, so a dot is written `=2e`.
    static func encode(_ name: String) -> String {
        name.unicodeScalars.map { letter in
            switch letter {
            case ".": "=2e"
            case "=": "=3d"
            default: String(letter)
            }
        }.joined()
    }

    static func decode(_ file: String) -> String {
        var name = ""
        var rest = Substring(file)
        while let letter = rest.first {
            if rest.hasPrefix("=2e") {
                name += "."
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("=3d") {
                name += "="
                rest = rest.dropFirst(3)
            } else {
                name.append(letter)
                rest = rest.dropFirst()
            }
        }
        return name
    }
}

extension Places {
    /// This host's.
    public static let host = Places { Environment.value(of: $0) }
}

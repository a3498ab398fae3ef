// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

extension Form where Value == String {
    /// A file that holds an extension, or the bare name of one that ships with graft.
    static var `extension`: Form {
        .text(
            "FILE", .files(endings: [".bpf.o", ".bpf.c"]), .names(Names.extensions.rawValue))
    }

    /// The name of a registration.
    static var registration: Form { .text("NAME", .names(Names.registrations.rawValue)) }
}

/// The kinds of name that `graft completions --names` can list.
enum Names: String, CaseIterable {
    case extensions, registrations

    func list() throws -> [String] {
        switch self {
        case .extensions: try Shelf.host.names()
        case .registrations: try Registry(.host).names()
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// The registrations of this host.
///
/// The kernel is the registry: a registration is live while its pinned link (or,
/// without a link, its map) says so. Reading needs no lock; whoever changes
/// something takes a `Session`.
public struct Registry: Sendable {
    public let places: Places

    public init(_ places: Places) { self.places = places }

    /// The names under which we hold something: pins, records, or both.
    public func names() throws(Refusal) -> [String] {
        try refusing { () throws(KernelError) in
            // Folders only: a file there is somebody else's pin.
            var pinned: [String] = []
            for name in try Folder(places.pins).namesIfAny()
            where try File(places.pins + "/" + name).kind() == .folder {
                pinned.append(name)
            }
            let recorded = try Folder(places.records + "/registrations").namesIfAny()
                .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
            return Set(pinned + recorded).map(Places.decode).sorted()
        }
    }

    /// What was written down for a name; nil where nothing was.
    func record(of name: String) throws(Refusal) -> Record? {
        try File(places.record(of: name)).jsonIfAny(
            hint: "remove the file; `graft list` then shows what the kernel knows"
        ) { place throws(JSON.Mismatch) in try Record(place) }
    }

    /// The numbers of the version pins of a name, in order.
    func pinnedVersions(of name: String) throws(Refusal) -> [Int] {
        try refusing { () throws(KernelError) in
            try Folder(places.pins(of: name)).namesIfAny().compactMap { pin in
                pin.hasPrefix("v") ? Int(pin.dropFirst()) : nil
            }.sorted()
        }
    }
}

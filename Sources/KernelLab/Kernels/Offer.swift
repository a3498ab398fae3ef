// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A kernel that Debian offers, and the packages that make it.
struct Offer: Equatable {
    let release: Release
    let packages: [Package]

    struct Package: Equatable {
        let name: String
        let version: String
        let digest: String
        let size: Int
    }

    var size: Int { packages.reduce(0) { $0 + $1.size } }

    /// What a list of packages, as `apt-cache search --full` prints it, offers: the newest last.
    ///
    /// Up to 6.18 a kernel is one package. From 6.19 the image, the modules and the
    /// configuration are apart, and the package with the old name only leads to them.
    static func all(in list: String) -> [Offer] {
        var parts: [Release: [Part: Package]] = [:]
        for stanza in list.split(separator: "\n\n") {
            guard let package = Package(stanza) else { continue }
            for part in Part.allCases {
                guard let release = part.release(of: package.name) else { continue }
                parts[release, default: [:]][part] = package
                break
            }
        }
        return parts.compactMap { release, parts in Offer(release, parts) }
            .sorted { $0.release < $1.release }
    }

    private init?(_ release: Release, _ parts: [Part: Package]) {
        self.release = release
        if let modules = parts[.modules] {
            // A part may be gone from the archive while the other is still there.
            guard let image = parts[.binary] ?? parts[.unsignedBinary], let base = parts[.base]
            else { return nil }
            packages = [image, modules, base]
        } else {
            guard let image = parts[.image], image.size > Offer.smallestKernel else { return nil }
            packages = [image]
        }
    }

    /// A package below this only leads to others.
    private static let smallestKernel = 4_000_000

    /// Which part of a kernel a package brings, by its name.
    private enum Part: String, CaseIterable {
        case unsignedBinary = "linux-binary-unsigned-"
        case binary = "linux-binary-"
        case modules = "linux-modules-"
        case base = "linux-base-"
        case image = "linux-image-"

        func release(of package: String) -> Release? {
            guard package.hasPrefix(rawValue), package.hasSuffix(Release.flavour) else {
                return nil
            }
            return Release(String(package.dropFirst(rawValue.count)))
        }
    }
}

extension Offer.Package {
    fileprivate init?(_ stanza: Substring) {
        var fields: [Substring: Substring] = [:]
        for line in stanza.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"), line.first != " " else { continue }
            fields[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
        }
        guard let name = fields["Package"], let version = fields["Version"],
            let digest = fields["SHA256"], let size = fields["Size"].flatMap({ Int($0) })
        else { return nil }
        self.init(name: "\(name)", version: "\(version)", digest: "\(digest)", size: size)
    }
}

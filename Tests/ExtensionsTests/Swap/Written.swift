// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Extensions

/// What graft writes down, with every field filled.
enum Written {
    static let digest = Digest(of: Array("an object".utf8))

    static let version = Record.Version(
        number: 1, digest: digest, object: "reno", carrier: 4_294_967_295, flags: UInt64.max,
        carried: ["state", "more"],
        knobs: [.init(knob: "share", value: "50"), .init(knob: "word", value: "\"a\\b\"\n")],
        file: "földer/a file.bpf.o", stated: "1.2.3", by: "root (by way of sudo, erna)",
        at: WallTime(nanoseconds: 1_732_000_000_123_456_789))

    static let bare = Record.Version(
        number: 2, digest: digest, object: "", carrier: 0, flags: 0, carried: [], knobs: [],
        file: "",
        stated: nil, by: "", at: WallTime(nanoseconds: 0))

    static let record = Record(
        name: "gs_reno", hook: "tcp_congestion_ops", site: .device("eth0", in: "web"),
        extension: "reno", isLinked: true,
        versions: [version, bare], previous: 1)

    static let bareRecord = Record(
        name: "gs.bare", hook: "sched_ext_ops", site: .host, extension: "bare", isLinked: false,
        versions: [])

    static let pending = Pending(
        name: "gs_reno", from: 1, to: 2, deadline: Instant(nanoseconds: 123_456_789_012),
        minder: ProcessIdentity(pid: 4242, started: 9_876_543_210),
        watcher: ProcessIdentity(pid: 4243, started: 9_876_543_211), migrates: true)

    static let barePending = Pending(
        name: "gs.bare", from: 7, to: 9, deadline: Instant(nanoseconds: 0), minder: nil,
        watcher: nil, migrates: false)
}

/// A document with one thing wrong, and the path that its complaint must name.
struct Damage: Sendable, CustomTestStringConvertible {
    let path: String
    let document: JSON

    var testDescription: String { path }

    /// Each member of `document` left out, and each with a value of another kind.
    ///
    /// Members that may be absent are those in `optional`.
    static func all(_ document: JSON, optional: Set<String> = []) -> [Damage] {
        guard case .object(let object) = document else { return [] }
        return object.members.flatMap { member -> [Damage] in
            var damages: [Damage] = []
            if !optional.contains(member.key) {
                damages.append(Damage(path: member.key, document: document.without(member.key)))
            }
            damages.append(
                Damage(path: member.key, document: document.with(member.key, wrong(member.value))))
            return damages
        }
    }

    private static func wrong(_ value: JSON) -> JSON {
        if case .bool = value { return "yes" }
        return true
    }
}

extension JSON {
    func with(_ key: String, _ value: JSON) -> JSON { changed(key, value) }

    func without(_ key: String) -> JSON { changed(key, nil) }

    private func changed(_ key: String, _ value: JSON?) -> JSON {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }
}

/// What reading `text` is refused with; nil where it is taken.
func complaint<Value>(
    _ text: String, _ read: (JSON.Place) throws(JSON.Mismatch) -> Value
) throws -> JSON.Mismatch? {
    let document = try JSON(parsing: text)
    do throws(JSON.Mismatch) {
        _ = try read(document.root)
        return nil
    } catch {
        return error
    }
}

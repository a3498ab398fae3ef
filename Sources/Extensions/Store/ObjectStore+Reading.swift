// SPDX-License-Identifier: Apache-2.0
import Kernel

extension ObjectStore {
    /// The one object whose digest begins so: at least four digits.
    public func digest(_ prefix: String) throws(Refusal) -> Digest {
        let attempt = "find the version \"\(prefix)\""
        let wanted = prefix.lowercased()
        let isPrefix = wanted.utf8.allSatisfy {
            (48...57).contains($0) || (97...102).contains($0)
        }
        guard isPrefix, (4...64).contains(wanted.utf8.count) else {
            throw Refusal(
                attempt, .misfit("a version is 4 to 64 hexadecimal digits of its SHA-256"),
                hint: try Self.hint(list()))
        }
        let items = try list()
        let found = items.filter { $0.digest.hexadecimal.hasPrefix(wanted) }
        if let only = found.first, found.count == 1 { return only.digest }
        guard found.isEmpty else {
            let names = found.map(\.digest.short).joined(separator: ", ")
            throw Refusal(
                attempt, .unknown("\(found.count) stored objects begin so: \(names)"),
                hint: "give more of its digits")
        }
        throw Refusal(attempt, .unknown("no stored object begins so"), hint: Self.hint(items))
    }

    /// The object with this digest, as it was put here.
    ///
    /// Refused where the file holds something else than its name says.
    public func bytes(_ digest: Digest) throws(Refusal) -> [UInt8] {
        let attempt = "read the version \(digest.short) from the store"
        let file = file(of: digest)
        let content = try refusing(attempt) { () throws(KernelError) in try file.bytesIfAny() }
        guard let content else {
            throw Refusal(
                attempt, .unknown("it is not there"), hint: Self.hint(try list()))
        }
        guard Digest(of: content) == digest else {
            throw Refusal(
                attempt, .said("\(file.path) was changed: its content is not what its name says"),
                hint: "remove the file, and give the object itself")
        }
        return content
    }

    private static func hint(_ items: [Item]) -> String {
        guard !items.isEmpty else { return "the store is empty" }
        let names = items.prefix(5).map(\.digest.short).joined(separator: ", ")
        return items.count > 5 ? "the last used are \(names)" : "stored are \(names)"
    }
}

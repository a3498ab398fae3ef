// SPDX-License-Identifier: Apache-2.0
import Arguments
import JSON
import KernelLab

/// `graft lab fetch VERSION`: a kernel of Debian's into the cache.
enum LabFetchVerb {
    private static let versions = Operand(
        repeating: .text("VERSION"), "a version or the beginning of one: 6.18 or 6.18.15")

    static let command = Command(
        Verb(
            "fetch", "download kernels from Debian, and install nothing",
            discussion: """
                The newest of that name, by apt, from the mirror that this host uses, with a \
                state of graft's own: nothing of the host's apt is changed. apt compares what it \
                gets with Debian's signed list. What is there already is not asked for again.
                """,
            operands: [versions],
            examples: [Example("graft lab fetch 6.12 6.18", "the newest of two series")])
    ) { invocation in
        var fetched: [LabFetched] = []
        let cache = try KernelCache.ofThisUser()
        for version in invocation[versions] {
            let fetch = try Fetch(version, into: cache) { Terminal.note("fetch \(version): \($0)") }
            fetched.append(LabFetched(fetch: fetch))
        }
        Terminal.show(LabFetches(fetches: fetched), invocation)
        return .done
    }
}

struct LabFetched {
    let fetch: Fetch

    var line: String {
        "\(fetch.kernel.release)  \(fetch.isNew ? "fetched" : "was there")"
    }
}

struct LabFetches: Shown {
    let fetches: [LabFetched]

    var text: String { fetches.map(\.line).joined(separator: "\n") }

    var json: JSON {
        .array(
            fetches.map {
                [
                    "release": JSON($0.fetch.kernel.release.text), "new": JSON($0.fetch.isNew),
                    "folder": JSON($0.fetch.kernel.folder.path),
                ]
            })
    }
}

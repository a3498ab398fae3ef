// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A kernel brought into the cache: what `graft lab fetch` does.
public struct Fetch: Sendable {
    public let kernel: LabKernel
    /// False where it lay there already.
    public let isNew: Bool

    /// Gets the newest kernel that `word` means. What is there already is not looked for again.
    ///
    /// `progress` is told what is being done, for those who wait.
    public init(
        _ word: String, into cache: KernelCache, progress: (String) -> Void
    ) throws(LabRefusal) {
        if let kernel = try cache.kernel(word) {
            self.kernel = kernel
            isNew = false
            return
        }
        try Fetch.checkMachine()
        let lock = try Fetch.lock(cache)
        defer { _ = lock }
        progress("reading Debian's list of packages")
        let archive = try Archive(in: cache.root.folder("apt"))
        let offers = try archive.offers()
        let wanted = offers.filter { $0.release.answers(to: word) }
        guard !wanted.isEmpty else { throw Fetch.unknown(word, offers) }
        kernel = try Fetch.firstWhole(wanted.reversed(), archive, cache, progress)
        isNew = true
    }

    /// The newest that can be had: parts of superseded versions vanish from the archive.
    private static func firstWhole(
        _ offers: [Offer], _ archive: Archive, _ cache: KernelCache, _ progress: (String) -> Void
    ) throws(LabRefusal) -> LabKernel {
        var refusal: LabRefusal?
        for offer in offers.prefix(3) {
            let draft = cache.root.folder(".\(offer.release).new")
            defer {
                // Left there, it would only take room until the next fetch.
                try? draft.removeTree()
            }
            do throws(LabRefusal) {
                progress("downloading \(offer.release), \(offer.size / 1_000_000) MB")
                try labbing { () throws(KernelError) in
                    if try draft.exists() { try draft.removeTree() }
                    try draft.create()
                }
                try archive.download(offer, into: draft)
                progress("unpacking it")
                try Unpacking(offer, in: draft).finish()
                let place = cache.root.folder(offer.release.text)
                try labbing { () throws(KernelError) in
                    try File(draft.path).rename(to: place.path)
                }
                return LabKernel(offer.release, in: place)
            } catch {
                refusal = refusal ?? error
                progress("\(error)")
            }
        }
        throw refusal ?? LabRefusal("fetch a kernel", "none is offered")
    }

    private static func checkMachine() throws(LabRefusal) {
        let host = try labbing { () throws(KernelError) in try Host.current() }
        guard host.machine == "x86_64" else {
            throw LabRefusal(
                "fetch a kernel", "the lab knows x86-64 only, and this is \(host.machine)")
        }
    }

    /// One fetches at a time; who comes second finds it done.
    private static func lock(_ cache: KernelCache) throws(LabRefusal) -> FileLock {
        try labbing("fill \(cache.root.path)") { () throws(KernelError) in
            try cache.root.create()
            return try FileLock.wait(for: cache.root.file("lock").path)
        }
    }

    private static func unknown(_ word: String, _ offers: [Offer]) -> LabRefusal {
        var series: [String] = []
        for offer in offers {
            let name = offer.release.numbers.prefix(2).map(String.init).joined(separator: ".")
            if series.last != name { series.append(name) }
        }
        return LabRefusal(
            "fetch the kernel \"\(word)\"", "Debian has none of that name",
            hint: "it has \(series.joined(separator: ", "))")
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Debian's archive, read by apt with a state of our own.
///
/// The mirror is the one in this host's apt sources, the keys are Debian's; the host's own
/// lists, pins, cache and packages are neither read nor changed.
struct Archive {
    private let folder: Folder
    private let options: [String]

    /// From the oldest kernels to the newest.
    private static let suites = ["bookworm", "trixie", "trixie-backports", "sid"]
    private static let keys = "/usr/share/keyrings/debian-archive-keyring.gpg"

    init(in folder: Folder) throws(LabRefusal) {
        self.folder = folder
        options = ["-q", "-c", folder.file("apt.conf").path]
        guard File(Archive.keys).isThere else {
            throw LabRefusal(
                "read Debian's archive", "its keys are not in \(Archive.keys)",
                hint: "install debian-archive-keyring")
        }
        let mirror = try Archive.mirror()
        try labbing { () throws(KernelError) in
            for part in ["lists/partial", "cache/archives/partial"] {
                try folder.folder(part).create()
            }
            try folder.file("apt.conf").replace(with: Archive.configuration(in: folder))
            try folder.file("sources.list").replace(with: Archive.sources(mirror))
        }
    }

    /// The first of this host's sources that brings Debian itself.
    private static func mirror() throws(LabRefusal) -> String {
        let targets = try must(
            "ask apt for its mirror",
            ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
            limit: .seconds(60), hint: "the lab gets its kernels by Debian's apt")
        let found = targets.text.split(separator: "\n").first { address in
            address.hasSuffix("/debian/") || address.hasSuffix("/debian")
        }
        guard let found else {
            throw LabRefusal(
                "find a mirror of Debian", "no source of this host's apt names one",
                hint:
                    "add Debian's to /etc/apt, or copy \(KernelCache(root: Folder("/var/cache/graft/kernels")).root.path) from another host"
            )
        }
        return String(found)
    }

    private static func sources(_ mirror: String) -> String {
        suites.map { "deb [signed-by=\(keys)] \(mirror) \($0) main\n" }.joined()
    }

    /// Read last, so that the host's configuration (a proxy, say) holds where this is silent.
    private static func configuration(in folder: Folder) -> String {
        """
        Dir::Etc::SourceList "\(folder.path)/sources.list";
        Dir::Etc::SourceParts "/dev/null";
        Dir::Etc::Preferences "/dev/null";
        Dir::Etc::PreferencesParts "/dev/null";
        Dir::State "\(folder.path)";
        Dir::State::Lists "\(folder.path)/lists";
        Dir::State::Status "/dev/null";
        Dir::Cache "\(folder.path)/cache";
        Acquire::Languages "none";
        APT::Architecture "amd64";
        APT::Architectures { "amd64"; };
        APT::Sandbox::User "";
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;

        """
    }

    /// What it offers now.
    func offers() throws(LabRefusal) -> [Offer] {
        let attempt = "read Debian's list of packages"
        try must(attempt, ["apt-get"] + options + ["update"], limit: .seconds(600))
        let pattern =
            "^linux-(image|binary|binary-unsigned|modules|base)-[0-9].*\(Release.flavour)$"
        let found = try must(
            attempt, ["apt-cache"] + options + ["search", "--names-only", "--full", pattern],
            limit: .seconds(120))
        return Offer.all(in: found.text)
    }

    /// Puts the packages of an offer into a folder; apt compares their digests with the
    /// signed list.
    func download(_ offer: Offer, into folder: Folder) throws(LabRefusal) {
        let names = offer.packages.map { "\($0.name)=\($0.version)" }
        try must(
            "download \(offer.release)", ["apt-get"] + options + ["download"] + names, in: folder,
            limit: .seconds(1800))
    }
}

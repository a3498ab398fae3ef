// SPDX-License-Identifier: Apache-2.0
import Arguments
import KernelLab

/// `graft lab ...`: other kernels over this machine's files.
enum LabVerb {
    static let command = Command(
        "lab", "run a command under another kernel, in a virtual machine over these files",
        discussion: """
            The guest sees this host's files as they are; what it writes is gone with it, but for \
            one shared folder. Its kernels are Debian's, of the cloud flavour; they are \
            downloaded and never installed.
            """,
        [LabRunVerb.command, LabKernelsVerb.command, LabFetchVerb.command])

    /// The kernel that a word means.
    static let kernel = Option(
        "kernel", short: "k", .text("VERSION"),
        "the newest fetched kernel of that name, 6.18 or 6.18.15 (default: the newest of all)")
}

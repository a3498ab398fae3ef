// SPDX-License-Identifier: Apache-2.0
import Arguments
import JSON
import KernelLab

/// `graft lab kernels`: what lies ready.
enum LabKernelsVerb {
    static let command = Command(
        Verb("kernels", "list the kernels that have been fetched")
    ) { invocation in
        Terminal.show(LabKernels(kernels: try KernelCache.ofThisUser().kernels()), invocation)
        return .done
    }
}

struct LabKernels: Shown {
    let kernels: [LabKernel]

    var text: String {
        guard !kernels.isEmpty else { return "none; `graft lab fetch 6.18` gets one" }
        var table = Table("KERNEL", "FOLDER")
        for kernel in kernels { table.add(kernel.release.text, kernel.folder.path) }
        return table.text
    }

    var json: JSON {
        .array(
            kernels.map {
                ["release": JSON($0.release.text), "folder": JSON($0.folder.path)]
            })
    }
}

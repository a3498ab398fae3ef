// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// What `graft register` has done.
struct Registered: Shown {
    let records: [Record]
    let object: Object

    var text: String {
        records.map { record in
            let hook = Hook.named(record.hook)
            let stated = object.metadata.first { $0.key == "version" }.map { " \($0.value)" } ?? ""
            let link = record.isLinked ? "" : " (without a link: it cannot be swapped in one step)"
            let site = record.site == .host ? "" : " on \(record.site)"
            return "registered \(record.name), \(hook.titleWithArticle)\(site): "
                + "\(object.name)\(stated), sha256 \(object.digest.short)\(link)"
        }.joined(separator: "\n")
    }

    var json: JSON {
        .array(
            records.map {
                [
                    "name": JSON($0.name), "hook": JSON($0.hook), "site": JSON("\($0.site)"),
                    "linked": JSON($0.isLinked),
                    "extension": JSON($0.extension), "sha256": JSON(object.digest.hexadecimal),
                ]
            })
    }
}

/// What `graft unregister` has done.
struct Unregistered: Shown {
    let name: String

    var text: String { "unregistered \(name)" }
    var json: JSON { ["name": JSON(name)] }
}

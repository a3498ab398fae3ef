// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    private var objects: Folder { Folder(places.store + "/objects") }

    /// Keeps an object by its digest, so that a version can come back when its file has gone.
    func store(_ object: Object) throws(Refusal) {
        try refusing("keep \(object.name) in the store") { () throws(KernelError) in
            try objects.create(mode: 0o700)
            let file = objects.file(object.digest.hexadecimal + ".bpf.o")
            if !file.isThere { try file.replace(with: object.content) }
        }
    }

    /// The stored object whose digest begins so.
    func stored(_ prefix: String, _ attempt: String) throws(Refusal) -> Object {
        try refusing(attempt) { () throws(KernelError) in
            let found = try objects.namesIfAny().filter { $0.hasPrefix(prefix) }
            guard found.count == 1 else {
                throw KernelError(attempt, .said("no stored object begins with \"\(prefix)\""))
            }
            return try Object(file: objects.file(found[0]).path)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// The stored object whose digest begins so.
    func stored(_ prefix: String) throws(Refusal) -> Object {
        let store = ObjectStore(places)
        let digest = try store.digest(prefix)
        return try object(digest)
    }

    func object(_ digest: Digest, named name: String? = nil) throws(Refusal) -> Object {
        let content = try ObjectStore(places).bytes(digest)
        return try refusing { () throws(KernelError) in
            try Object(Bytes(content), name: name ?? digest.short)
        }
    }

    /// The digests of all recorded versions: what the store must not drop.
    func digestsInUse() throws(Refusal) -> Set<Digest> {
        var digests: Set<Digest> = []
        for name in try names() {
            digests.formUnion(try record(of: name)?.versions.map(\.digest) ?? [])
        }
        return digests
    }
}

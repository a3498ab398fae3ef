// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// The stored object whose digest begins so.
    func stored(_ prefix: String, named name: String) throws(Refusal) -> Object {
        try object(ObjectStore(places).digest(prefix), named: name)
    }

    func object(_ digest: Digest, named name: String) throws(Refusal) -> Object {
        let content = try ObjectStore(places).bytes(digest)
        return try refusing { () throws(KernelError) in
            try Object(Bytes(content), name: name)
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

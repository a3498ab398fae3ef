// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A conversation with the kernel's netfilter, in one network namespace for all its life.
struct NetfilterSocket: ~Copyable, Sendable {
    let descriptor: Descriptor
    private var sequence: UInt32 = 0

    init(in namespace: borrowing NetworkNamespace) throws(KernelError) {
        descriptor = try namespace.run { () throws(KernelError) in
            let (netlink, netfilter): (Int32, Int32) = (16, 12)
            let raw = socket(netlink, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), netfilter)
            guard raw >= 0 else { throw KernelError.last("open a netfilter socket") }
            return Descriptor(owning: raw)
        }
    }

    /// Sends a request for a change, and returns when the kernel has done it.
    mutating func change(
        _ message: consuming NetlinkMessage, _ attempt: String
    ) throws(KernelError) {
        sequence &+= 1
        try converse(message.finished(sequence: sequence), answers: 1, attempt)
    }

    /// Sends changes to nf_tables that are made together or not at all.
    ///
    /// Each of `messages` asks for an answer. The first refusal is the one reported.
    mutating func change(
        together messages: [NetlinkMessage], _ attempt: String
    ) throws(KernelError) {
        sequence &+= 1
        let frame = [Netfilter.batchBegin, Netfilter.batchEnd].map { type in
            var edge = NetlinkMessage(type: type, flags: 0)
            edge.addNetfilterHeader(family: 0, resource: Netfilter.tables)
            return edge.finished(sequence: sequence)
        }
        var bytes = frame[0]
        for message in messages { bytes += message.finished(sequence: sequence) }
        try converse(bytes + frame[1], answers: messages.count, attempt)
    }

    private func converse(
        _ bytes: [UInt8], answers: Int, _ attempt: String
    ) throws(KernelError) {
        guard retrying({ send(descriptor.raw, bytes, bytes.count, 0) }) == bytes.count else {
            throw KernelError.last(attempt)
        }
        var left = answers
        while left > 0 {
            var heard: [UInt8] = []
            guard descriptor.readOnce(into: &heard) > 0 else { throw KernelError.last(attempt) }
            let refusal = heard.withUnsafeBytes { read($0, &left) }
            if refusal != 0 { throw KernelError(attempt, .errno(refusal)) }
        }
    }

    /// Counts the answers to the latest request down; answers the first refusal, or 0.
    private func read(_ bytes: UnsafeRawBufferPointer, _ left: inout Int) -> Int32 {
        let header = NetlinkMessage.headerLength
        var offset = 0
        while offset + header + 4 <= bytes.count {
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            guard length >= header + 4 else { break }
            let type = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self)
            let number = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
            let status = bytes.loadUnaligned(fromByteOffset: offset + header, as: Int32.self)
            offset += (length + 3) & ~3
            guard type == Netfilter.answer, number == sequence else { continue }
            left -= 1
            if status != 0 { return -status }
        }
        return 0
    }
}

/// Numbers of netfilter's parts and messages, as the kernel's headers give them.
enum Netfilter {
    static let queues: UInt16 = 3
    static let tables: UInt16 = 10
    static let answer: UInt16 = 2
    static let batchBegin: UInt16 = 16
    static let batchEnd: UInt16 = 17
    /// IPv4 and IPv6 at once.
    static let bothVersions: UInt8 = 1
}

extension NetlinkMessage {
    /// A message to one of netfilter's parts, which answers whether it was done.
    init(_ part: UInt16, _ request: UInt16, flags: UInt16 = 0, family: UInt8, resource: UInt16) {
        self.init(type: part << 8 | request, flags: flags | Flag.acknowledge)
        addNetfilterHeader(family: family, resource: resource)
    }

    /// A `struct nfgenmsg`.
    mutating func addNetfilterHeader(family: UInt8, resource: UInt16) {
        add(family)
        add(UInt8(0))
        addBig(resource)
    }

    mutating func attribute<Number: FixedWidthInteger>(_ type: UInt16, big number: Number) {
        nest(type) { $0.addBig(number) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

extension NetlinkSocket {
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
        bytes += frame[1]
        guard retrying({ send(descriptor.raw, bytes, bytes.count, 0) }) == bytes.count else {
            throw KernelError.last(attempt)
        }
        var left = messages.count
        while left > 0 { try hear(&left, attempt) }
    }

    /// Reads what the kernel says to the messages of the latest batch.
    private func hear(_ left: inout Int, _ attempt: String) throws(KernelError) {
        var answers: [UInt8] = []
        guard descriptor.readOnce(into: &answers) > 0 else { throw KernelError.last(attempt) }
        let refusal = answers.withUnsafeBytes { bytes -> Int32 in
            var offset = 0
            while offset + NetlinkMessage.headerLength + 4 <= bytes.count {
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                guard length >= NetlinkMessage.headerLength else { break }
                let type = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self)
                let number = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
                let status = bytes.loadUnaligned(
                    fromByteOffset: offset + NetlinkMessage.headerLength, as: Int32.self)
                offset += (length + 3) & ~3
                guard type == Netfilter.answer, number == sequence else { continue }
                left -= 1
                if status != 0 { return -status }
            }
            return 0
        }
        if refusal != 0 { throw KernelError(attempt, .errno(refusal)) }
    }
}

/// Numbers of the netfilter families, as the kernel's headers give them.
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

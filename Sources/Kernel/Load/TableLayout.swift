// SPDX-License-Identifier: Apache-2.0

/// An operations table in the layout of the running kernel.
struct TableLayout {
    let kernelType: StructOpsType
    /// Where in the value each program's descriptor goes, and which member it fills.
    let slots: [(program: String, offset: Int, member: Int)]
    /// The value without the programs.
    private(set) var value: [UInt8]

    init(
        _ table: OperationsTable, of object: Object, in kernel: BTF, as kernelType: StructOpsType,
        name: String?
    ) throws(KernelError) {
        let attempt = "load \(object.name)"
        self.kernelType = kernelType
        value = [UInt8](repeating: 0, count: kernelType.valueSize)
        var source = table.bytes
        if let name, let place = table.nameMember {
            let padding = [UInt8](repeating: 0, count: max(place.size - name.utf8.count, 0))
            source.replaceSubrange(
                place.offset..<place.offset + place.size,
                with: (Array(name.utf8) + padding).prefix(place.size))
        }
        var slots: [(program: String, offset: Int, member: Int)] = []
        let record = object.types.record(table.type)
        for index in 0..<record.count {
            let member = record.member(index)
            let memberName = object.types.name(at: member.nameOffset)
            let program = table.operations.first { $0.member == memberName }?.program
            let size = object.types.size(member.type) ?? 0
            let start = member.bitOffset / 8
            guard start + size <= source.count else { continue }
            let bytes = source[start..<start + size]
            let isEmpty = program == nil && bytes.allSatisfy { $0 == 0 }
            guard let there = kernel.member(memberName, of: kernelType.id) else {
                if isEmpty { continue }
                throw KernelError(
                    attempt,
                    .lacks("this kernel's \(kernelType.name) has no member \"\(memberName)\""))
            }
            let offset = kernelType.dataOffset + there.bitOffset / 8
            if let program {
                slots.append((program, offset, there.index))
            } else if !isEmpty {
                guard there.bitSize == 0, member.bitSize == 0, kernel.size(there.type) == size,
                    offset + size <= value.count
                else {
                    throw KernelError(
                        attempt,
                        .lacks(
                            "this kernel's \(kernelType.name) has another \"\(memberName)\""))
                }
                value.replaceSubrange(offset..<offset + size, with: bytes)
            }
        }
        self.slots = slots
    }

    /// The value with the descriptor of every loaded program in its place.
    func filled(_ descriptor: (String) -> Int32?) -> [UInt8] {
        var value = value
        for slot in slots {
            guard let number = descriptor(slot.program), slot.offset + 8 <= value.count else {
                continue
            }
            withUnsafeBytes(of: UInt64(number).littleEndian) {
                value.replaceSubrange(slot.offset..<slot.offset + 8, with: $0)
            }
        }
        return value
    }
}

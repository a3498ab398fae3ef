// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What the kernel demands of an operations table, and tells only at attach.
public struct TableRules: Sendable {
    /// At least one of each group must be filled.
    public var mandatory: [[String]] = []
    /// Must be empty.
    public var forbidden: [String] = []
    /// Bits that the member `flags` may have; nil where it is not checked.
    public var flags: UInt64?

    public init(mandatory: [[String]] = [], forbidden: [String] = [], flags: UInt64? = nil) {
        self.mandatory = mandatory
        self.forbidden = forbidden
        self.flags = flags
    }

    func objections(to table: OperationsTable, of object: Object, _ title: String) -> [String] {
        var objections: [String] = []
        for group in mandatory where !group.contains(where: table.fills) {
            let words = group.map { "\"\($0)\"" }.joined(separator: " or ")
            objections.append("\(title) \"\(table.name)\" must fill \(words)")
        }
        for member in forbidden where table.fills(member) {
            objections.append("\(title) \"\(table.name)\" may not fill \"\(member)\"")
        }
        if let flags, let set = table.number("flags", in: object), set & ~flags != 0 {
            objections.append(
                "\(title) \"\(table.name)\" has flags that the kernel does not know: "
                    + "0x\(String(set & ~flags, radix: 16))")
        }
        return objections
    }
}

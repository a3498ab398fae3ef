// SPDX-License-Identifier: Apache-2.0
/// Turns a value into the bytes of its text.
struct Writer {
    let layout: JSON.Layout
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    init(layout: JSON.Layout) {
        self.layout = layout
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .integer(let value): put(String(value))
        case .unsigned(let value): put(String(value))
        // Swift prints the shortest text that reads back as the same number, always with a
        // point or an exponent: `2.0` stays a number and does not come back as an integer.
        case .number(let value): put(value.isFinite ? value.description : "null")
        case .string(let value): write(quoted: value)
        case .array(let elements):
            write(elements, between: "[", "]") { writer, element in writer.write(element) }
        case .object(let object):
            write(object.members, between: "{", "}") { writer, member in
                writer.write(quoted: member.key)
                writer.put(writer.layout == .pretty ? ": " : ":")
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item], between open: String, _ close: String,
        each: (inout Writer, Item) -> Void
    ) {
        put(open)
        depth += 1
        for (index, item) in items.enumerated() {
            if index > 0 { put(",") }
            breakLine()
            each(&self, item)
        }
        depth -= 1
        if !items.isEmpty { breakLine() }
        put(close)
    }

    private mutating func breakLine() {
        guard layout == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(quoted text: String) {
        put("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): put("\\\"")
            case UInt8(ascii: "\\"): put("\\\\")
            case 0x08: put("\\b")
            case 0x0C: put("\\f")
            case 0x0A: put("\\n")
            case 0x0D: put("\\r")
            case 0x09: put("\\t")
            // DEL need not be escaped, but it would reach a terminal.
            case 0..<0x20, 0x7F: put("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        put("\"")
    }
}

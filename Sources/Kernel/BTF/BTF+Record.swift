// SPDX-License-Identifier: Apache-2.0

extension BTF {
    /// One type as it lies in memory. Valid while the `BTF` that gave it lives.
    struct Record {
        let base: UnsafeRawPointer

        /// Twelve zero bytes that never go away: the record of type number 0.
        nonisolated(unsafe) static let void = Record(
            base: {
                let bytes = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 4)
                bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 16)
                return UnsafeRawPointer(bytes)
            }())

        @inline(__always)
        private func word(_ index: Int) -> UInt32 {
            base.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
        }

        @inline(__always)
        var nameOffset: UInt32 { word(0) }
        var kind: Kind { Kind(rawValue: (word(1) >> 24) & 31) ?? .void }
        /// Members, parameters, values or variables, by kind; a function's linkage.
        @inline(__always)
        var count: Int { Int(word(1) & 0xFFFF) }
        var flag: Bool { word(1) >> 31 == 1 }
        var size: UInt32 { word(2) }
        var target: ID { word(2) }

        var arrayElement: ID { word(3) }
        var arrayCount: Int { Int(word(5)) }
        var isSigned: Bool { kind == .int ? (word(3) >> 24) & 1 == 1 : flag }
        var isBool: Bool { kind == .int && (word(3) >> 24) & 4 == 4 }
        var isChar: Bool { kind == .int && size == 1 && !isBool }
        var integerBits: Int { Int(word(3) & 0xFF) }
        var integerOffset: Int { Int((word(3) >> 16) & 0xFF) }
        var variableLinkage: UInt32 { word(3) }
        /// Which member or parameter a declaration tag is for; -1 for the whole.
        var tagComponent: Int32 { Int32(bitPattern: word(3)) }

        /// The bytes that the record takes; nil for a kind that we do not know.
        @inline(__always)
        var byteCount: Int? {
            let word = word(1)
            switch (word >> 24) & 31 {
            case 2, 7, 8, 9, 10, 11, 12, 16, 18: return 12
            case 1, 14, 17: return 16
            case 3: return 24
            case 4, 5, 15, 19: return 12 + 12 * Int(word & 0xFFFF)
            case 6, 13: return 12 + 8 * Int(word & 0xFFFF)
            default: return nil
            }
        }

        struct Member {
            let nameOffset: UInt32
            let type: ID
            let bitOffset: Int
            /// 0 where it is no bit field.
            let bitSize: Int
        }

        func member(_ index: Int) -> Member {
            let offset = word(3 + index * 3 + 2)
            return Member(
                nameOffset: word(3 + index * 3), type: word(3 + index * 3 + 1),
                bitOffset: Int(flag ? offset & 0xFF_FFFF : offset),
                bitSize: flag ? Int(offset >> 24) : 0)
        }

        /// A variable of a data section: its type, offset and size.
        func variable(_ index: Int) -> (type: ID, offset: Int, size: Int) {
            (word(3 + index * 3), Int(word(3 + index * 3 + 1)), Int(word(3 + index * 3 + 2)))
        }

        /// A value of an enumeration, of either width.
        func value(_ index: Int) -> (nameOffset: UInt32, value: UInt64) {
            if kind == .enumeration64 {
                let low = UInt64(word(3 + index * 3 + 1))
                return (word(3 + index * 3), low | UInt64(word(3 + index * 3 + 2)) << 32)
            }
            let value = word(3 + index * 2 + 1)
            let wide =
                flag ? UInt64(bitPattern: Int64(Int32(bitPattern: value))) : UInt64(value)
            return (word(3 + index * 2), wide)
        }

        func parameter(_ index: Int) -> (nameOffset: UInt32, type: ID) {
            (word(3 + index * 2), word(3 + index * 2 + 1))
        }
    }
}

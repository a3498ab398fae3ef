// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Strings as C wants them: an array of pointers that ends with NULL.
///
/// The pointers are good while this lives: use them inside `withExtendedLifetime`.
final class CStrings {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointer = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() {
            (pointer + index).initialize(to: strdup(string))
        }
        (pointer + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointer[index]) }
        pointer.deallocate()
    }

    var constants: UnsafePointer<UnsafePointer<CChar>?> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }

    /// The first string, or NULL.
    var first: UnsafePointer<CChar>? {
        UnsafePointer(pointer.pointee)
    }
}

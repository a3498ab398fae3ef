// SPDX-License-Identifier: Apache-2.0

/// What one thread rings and another hears, once.
public final class Bell: Sendable {
    private let reading: Descriptor
    private let writing: Descriptor

    public init() throws(KernelError) {
        let ends = try Descriptor.pipe()
        reading = ends.reading
        writing = ends.writing
        try reading.makeNonblocking()
    }

    public func ring() throws(KernelError) { try writing.write([0]) }

    var listening: Int32 { reading.raw }
}

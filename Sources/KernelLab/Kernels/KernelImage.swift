// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The kernel inside a `vmlinuz`, by the fields that the x86 boot protocol puts before it.
enum KernelImage {
    /// Where the compressed kernel lies in a bzImage, without the four bytes of length behind it.
    struct Payload: Equatable {
        let range: Range<Int>
        /// The program that unpacks it; none where we do.
        let tool: String?

        init?(_ image: [UInt8]) {
            func word(_ at: Int) -> Int {
                (0..<4).reduce(0) { $0 | Int(image[at + $1]) << (8 * $1) }
            }
            guard image.count > 0x250, Array(image[0x202..<0x206]) == Array("HdrS".utf8) else {
                return nil
            }
            let setup = (Int(image[0x1f1]) + 1) * 512
            let start = setup + word(0x248)
            let length = word(0x24c)
            guard length > 8, start + length <= image.count else { return nil }
            range = start..<(start + length - 4)
            switch Array(image[start..<start + 4]) {
            case [0x28, 0xb5, 0x2f, 0xfd]: tool = "zstd"
            case [0xfd, 0x37, 0x7a, 0x58]: tool = "xz"
            case LZ4.magic: tool = nil
            default: return nil
            }
        }
    }

    static func unpack(_ compressed: File, to image: File) throws(LabRefusal) {
        let attempt = "unpack \(compressed.name)"
        let bytes = try labbing(attempt) { () throws(KernelError) in try compressed.bytes() }
        guard let payload = Payload(bytes) else {
            throw LabRefusal(attempt, "it is no kernel image that is known here")
        }
        let packed = Array(bytes[payload.range])
        if let tool = payload.tool {
            return try Decompression.write(packed, by: tool, to: image, attempt: attempt)
        }
        let unpacked: [UInt8]
        do throws(LZ4.Nonsense) {
            unpacked = try LZ4.unpack(packed)
        } catch {
            throw LabRefusal(attempt, "its content makes no sense")
        }
        try labbing(attempt) { () throws(KernelError) in try image.replace(with: unpacked) }
    }
}

/// Unpacking by the program that made it.
enum Decompression {
    static func write(
        _ bytes: [UInt8], by tool: String, to file: File, attempt: String
    ) throws(LabRefusal) {
        let finished: ChildProcess.Finished
        do throws(KernelError) {
            finished = try ChildProcess.run([tool, "-dcq"], input: bytes, limit: .seconds(120))
            if finished.ending.isSuccess {
                try file.replace(with: finished.output)
                return
            }
        } catch {
            throw LabRefusal(error, attempt: attempt, hint: "install zstd and xz-utils")
        }
        throw LabRefusal(attempt, "\(tool) said: \(finished.errorText)")
    }
}

// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The side inside of a `Dialogue`: a command that hears questions through its standard
/// input, and answers each through its standard output.
public enum Answering {
    /// Answers until nobody asks any more. What `answer` throws is an answer too: a no.
    public static func serve(_ answer: (String) throws -> [UInt8]) throws(KernelError) {
        let input = try Descriptor.standardInput()
        let output = try Descriptor.standardOutput()
        var reader = Frame.Reader()
        var heard: [UInt8] = []
        while try input.read(into: &heard) > 0 {
            reader.add(heard)
            heard.removeAll(keepingCapacity: true)
            while let question = try reader.next(to: "hear a question") {
                var status: Int32 = 0
                var said: [UInt8]
                do {
                    said = try answer(String(decoding: question.bytes, as: UTF8.self))
                } catch {
                    said = Array("\(error)".utf8)
                    status = 1
                }
                try output.write(Frame.portioned(.output, said))
                // Last: without it, whoever reads this knows that it is not whole.
                try output.write(Frame(.exited, number: status).encoded)
            }
        }
    }
}

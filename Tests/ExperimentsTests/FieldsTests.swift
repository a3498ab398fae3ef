// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing
import YAML

@Suite("Fields of a file")
struct FieldsTests {
    @Test("are complained of with their places, all at once")
    func complaints() throws {
        let node = try Node(parsing: "rate: 100mbit\ndeley: 10ms\nqueue: 25\nloss: [1, 2]\n")
        var fields = Fields(node, known: Path.fieldNames, under: "paths.shallow")
        _ = Path(reading: &fields)
        #expect(
            fields.complaints.map(\.description) == [
                "2:8: paths.shallow.deley: there is no such field",
                "4:7: paths.shallow.loss: a list is no value",
                "3:8: paths.shallow.queue: \"25\" has no unit; write 25p, 25kB or 25bdp",
            ])
        #expect(fields.complaints.first?.hint == "did you mean \"delay\"?")
    }

    @Test("that are none at all are told as such")
    func none() throws {
        let fields = Fields(try Node(parsing: "- 1\n"), known: ["a"])
        #expect(
            fields.complaints.map(\.description) == [
                "1:1: a list stands where a mapping is awaited"
            ])
    }
}

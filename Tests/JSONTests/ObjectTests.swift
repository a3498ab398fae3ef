// SPDX-License-Identifier: Apache-2.0
import JSON
import Testing

@Suite("A JSON object")
struct ObjectTests {
    @Test("keeps the order in which its members were added")
    func order() {
        var object: JSON.Object = ["z": 1, "a": 2]
        object["m"] = 3
        object["z"] = 4
        #expect(JSON(object).text(.compact) == #"{"z":4,"a":2,"m":3}"#)
        #expect(object != ["a": 2, "m": 3, "z": 4])
    }

    @Test("forgets a member that is set to nil")
    func removal() {
        var object: JSON.Object = ["a": 1, "b": 2]
        object["a"] = nil as JSON?
        object["c"] = nil as JSON?
        #expect(object == ["b": 2])
    }

    @Test("finds, replaces and removes as surely when it is large")
    func large() {
        var object = JSON.Object((0..<1000).map { (key: "k\($0)", value: JSON($0)) })
        object["k500"] = "five hundred"
        object["k0"] = nil as JSON?
        #expect(object.count == 999)
        #expect(object["k0"] == nil)
        #expect(object["k500"] == "five hundred")
        #expect(object["k999"] == 999)
        #expect(object.keys.first == "k1")
    }
}

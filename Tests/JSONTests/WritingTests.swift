// SPDX-License-Identifier: Apache-2.0
import JSON
import Testing

@Suite("Written JSON")
struct WritingTests {
    @Test("looks as jq prints it when it is pretty")
    func pretty() {
        let list: JSON = [
            "extensions": [
                ["name": "bpf_cubic", "calls": 12, "hooks": ["tcp_congestion_ops"]],
                ["name": "gentle", "calls": 0, "hooks": []],
            ],
            "foreign": [:],
            "since": nil,
        ]
        #expect(
            list.text(.pretty) == """
                {
                  "extensions": [
                    {
                      "name": "bpf_cubic",
                      "calls": 12,
                      "hooks": [
                        "tcp_congestion_ops"
                      ]
                    },
                    {
                      "name": "gentle",
                      "calls": 0,
                      "hooks": []
                    }
                  ],
                  "foreign": {},
                  "since": null
                }
                """)
    }

    @Test("has no white space when it is compact")
    func compact() {
        let value: JSON = ["b": [1, true, 0.5], "a": "x y"]
        #expect(value.text(.compact) == #"{"b":[1,true,0.5],"a":"x y"}"#)
    }

    @Test("escapes quotes, backslashes and controls, and leaves other scripts alone")
    func escapes() {
        let value: JSON = "\"\\/\u{08}\u{0C}\n\r\t\u{01}\u{1B}\u{7F}ü漢🚀"
        #expect(value.text(.compact) == #""\"\\/\b\f\n\r\t\u0001\u001b\u007fü漢🚀""#)
    }

    @Test(
        "carries every number exactly",
        arguments: [
            (JSON(UInt64.max), "18446744073709551615"), (JSON(Int64.min), "-9223372036854775808"),
            (JSON(UInt64(7)), "7"), (1.0, "1.0"), (0.1, "0.1"), (1e300, "1e+300"),
            (JSON.number(.leastNonzeroMagnitude), "5e-324"), (JSON.number(.nan), "null"),
            (JSON.number(-.infinity), "null"),
        ])
    func numbers(value: JSON, text: String) {
        #expect(value.text(.compact) == text)
    }

    @Test("is made of whatever is convertible")
    func convertible() {
        let absent: String? = nil
        #expect(JSON(["a", "b"]).text(.compact) == #"["a","b"]"#)
        #expect(JSON(absent).text(.compact) == "null")
        #expect(JSON([1, nil] as [UInt64?]).text(.compact) == "[1,null]")
        #expect(JSON(UInt64(3)) == .integer(3))
    }
}

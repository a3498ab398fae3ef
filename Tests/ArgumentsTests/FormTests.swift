// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("A form")
struct FormTests {
    @Test(
        "reads a duration exactly",
        arguments: [
            ("60s", Duration.seconds(60)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)),
            ("1.5h", .seconds(5400)), ("0s", .zero), ("7us", .microseconds(7)),
            ("0.1s", .milliseconds(100)), ("0.000001s", .microseconds(1)),
        ])
    func duration(text: String, value: Duration) {
        #expect(Form.duration().read(text) == value)
    }

    @Test(
        "refuses what is no duration",
        arguments: [
            "", "60", "s", "-1s", "+1s", "1 s", "1.s", ".5s", "1.2.3s", "1d", "1e3s", "٣s",
            "9999999999999999999s", "9999999999h", "9223372036.999s", "1.0000001s",
        ])
    func noDuration(text: String) {
        #expect(Form.duration().read(text) == nil)
    }

    @Test("reads a whole number within its range only")
    func integer() {
        let form = Form.integer("N", in: -1...20)
        #expect(form.read("-1") == -1)
        #expect(form.read("20") == 20)
        for text in ["21", "-2", "", "1.0", "0x1", "99999999999999999999"] {
            #expect(form.read(text) == nil)
        }
    }

    @Test("reads a setting up to its first equals sign")
    func setting() {
        #expect(Form.setting.read("a=") == Setting(knob: "a", value: ""))
        #expect(Form.setting.read("a=b=c") == Setting(knob: "a", value: "b=c"))
        #expect(Form.setting.read("=b") == nil)
        #expect(Form.setting.read("ab") == nil)
    }

    @Test("refuses an empty text, a path included")
    func empty() {
        #expect(Form.text("X").read("") == nil)
        #expect(Form.file().read("") == nil)
        #expect(Form.list(.text("X")).read("a,,b") == nil)
    }
}

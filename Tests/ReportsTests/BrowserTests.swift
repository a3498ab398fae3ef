// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Reports
import Testing

@Suite("The page in a browser", .serialized) struct BrowserTests {
    private static let report: Report = {
        let made = Synthetic(rounds: 6, seconds: 2)
        return Report(made.input()) { made.run(number: $0).samples }
    }()

    @Test(
        "cuts nothing, lays nothing on each other, asks for nothing, and works",
        .enabled(if: Browser.path != nil, "there is no chromium"), arguments: [1280, 390, 320])
    func audit(width: Int) throws {
        let found = try audited(width, axe: nil)
        #expect(found["wrong"]?.array == [])
        #expect(found["width"] == JSON(width))
        #expect(found["figures"] == JSON(Self.report.figures().count))
    }

    @Test(
        "breaks no rule of axe",
        .enabled(
            if: Browser.path != nil && Browser.axe != nil,
            "there is no chromium, or GRAFT_AXE names no axe.min.js"), arguments: [1280, 390])
    func accessible(width: Int) throws {
        let path = try #require(Browser.axe)
        let axe = try #require(Files.read(path))
        let found = try audited(width, axe: axe.text)
        #expect(found["wrong"]?.array == [])
        #expect(found["axe"] != JSON(0))
    }

    /// What the page says of itself in a frame of that width; nothing may be on the console.
    private func audited(_ width: Int, axe: String?) throws -> JSON {
        try Browser.withFolder { folder in
            let page = Audit.page(Self.report.html.text, axe: axe)
            Files.write(Array(page.utf8), to: "\(folder)/audited.html")
            let frame = Audit.frame("audited.html", width: width, height: 2000)
            Files.write(Array(frame.utf8), to: "\(folder)/frame.html")
            let (out, log) = try Browser.run(
                "--window-size=1400,2000 --virtual-time-budget=20000 --dump-dom "
                    + "'file://\(folder)/frame.html'", in: folder)
            #expect(!log.contains("CONSOLE"), "\(log)")
            let begin = try #require(out.firstRange(of: "said:"), "\(log)")
            let end = try #require(out.firstRange(of: ":said"))
            return try JSON(parsing: String(out[begin.upperBound..<end.lowerBound]).unescaped)
        }
    }

    @Test(
        "can be seen on a desk, on a phone, in the dark and on paper",
        .enabled(if: Browser.path != nil, "there is no chromium"))
    func pictures() throws {
        try Browser.withFolder { folder in
            Files.write(Self.report.html, to: "\(folder)/report.html")
            let frame = Audit.frame("report.html", width: 390, height: 6000)
            Files.write(Array(frame.utf8), to: "\(folder)/phone.html")
            let shots = [
                ("desktop", "--window-size=1280,6200", "report"),
                ("phone", "--window-size=500,6000", "phone"),
                (
                    "dark", "--window-size=1280,6200 --blink-settings=preferredColorScheme=0",
                    "report"
                ),
            ]
            var pictures: [[UInt8]] = []
            for (name, flags, page) in shots {
                _ = try Browser.run(
                    "\(flags) --screenshot='\(folder)/\(name).png' 'file://\(folder)/\(page).html'",
                    in: folder)
                pictures.append(Files.read("\(folder)/\(name).png") ?? [])
            }
            #expect(pictures.allSatisfy { $0.count > 20_000 })
            #expect(pictures[0] != pictures[2])
            _ = try Browser.run(
                "--print-to-pdf='\(folder)/paper.pdf' --no-pdf-header-footer "
                    + "'file://\(folder)/report.html'", in: folder)
            #expect(Files.read("\(folder)/paper.pdf")?.starts(with: "%PDF".utf8) == true)
        }
    }
}

extension String {
    /// As it was before the browser wrote it into a page.
    fileprivate var unescaped: String {
        replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}

// SPDX-License-Identifier: Apache-2.0
import YAML

/// The tree of a plan's file, laid over those of the files that it extends.
enum PlanDocument {
    /// How many files may stand below each other.
    static let deepest = 8

    static func read(
        _ file: String, _ text: (String) throws(Malformed) -> String
    ) throws(Complaints) -> Node {
        var layers: [Node] = []
        var files: [String] = []
        var next: (file: String, asked: Node?)? = (tidy(file), nil)
        while let (file, asked) = next {
            files.append(file)
            let node = try node(of: file, asked, text)
            layers.append(node)
            next = try base(of: node, in: file, below: files)
        }
        var whole = layers.removeLast()
        while let layer = layers.popLast() { whole = whole.merged(under: layer) }
        return whole
    }

    /// The folder of a file, with a slash at its end; empty for the current one.
    static func folder(of file: String) -> Substring {
        file.lastIndex(of: "/").map { file[...$0] } ?? ""
    }

    /// A path that is relative to a file's folder, as the same from where that file was named.
    static func path(_ path: String, besides file: String?) -> String {
        guard let file, !path.hasPrefix("/") else { return path }
        return tidy(folder(of: file) + path)
    }

    private static func node(
        of file: String, _ asked: Node?, _ text: (String) throws(Malformed) -> String
    ) throws(Complaints) -> Node {
        let content: String
        do throws(Malformed) {
            content = try text(file)
        } catch {
            let place = asked.map { $0.place }
            let field = asked == nil ? "" : "extends"
            throw Complaints([Complaint(field, error.description, place: place)])
        }
        do throws(SyntaxError) {
            return try Node(parsing: content, of: file)
        } catch {
            throw Complaints([Complaint(error)])
        }
    }

    private static func base(
        of node: Node, in file: String, below files: [String]
    ) throws(Complaints) -> (file: String, asked: Node?)? {
        guard let asked = node["extends"] else { return nil }
        func refuse(_ words: String) -> Complaints {
            Complaints([Complaint("extends", words, place: .init(asked.place))])
        }
        guard let name = asked.scalar, !name.isEmpty else {
            throw refuse("\(asked.kind) stands where a file's name is awaited")
        }
        let base = path(name, besides: file)
        if let start = files.firstIndex(of: base) {
            let circle = files[start...] + [base]
            throw refuse("goes round in a circle: \(circle.joined(separator: " extends "))")
        }
        guard files.count < deepest else {
            throw refuse("more than \(deepest) files would stand below each other")
        }
        return (base, asked)
    }

    /// Without `.` and, where something stands before it, `..`.
    private static func tidy(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}

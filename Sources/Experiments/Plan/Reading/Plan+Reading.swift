// SPDX-License-Identifier: Apache-2.0
import YAML

extension Plan {
    /// Reads a plan from a file, and those that it extends; `text` hands over the text of a file,
    /// or says why it cannot. All that is wrong is told at once.
    public init(
        reading file: String, _ text: (String) throws(Malformed) -> String
    ) throws(Complaints) {
        let document = try PlanDocument.read(file, text)
        try self.init(document)
    }

    /// Reads a plan that extends nothing, such as `canonicalText`.
    public init(parsing text: String) throws(Complaints) {
        let node: Node
        do throws(SyntaxError) {
            node = try Node(parsing: text)
        } catch {
            throw Complaints([Complaint(error)])
        }
        if let base = node["extends"] {
            throw Complaints([
                Complaint(
                    "extends", "this text stands in no file, and no other is beside it",
                    place: .init(base.place))
            ])
        }
        try self.init(node)
    }

    private init(_ document: Node) throws(Complaints) {
        var reader = PlanReader(document)
        let plan = reader.plan()
        guard let plan, reader.complaints.isEmpty else { throw Complaints(reader.complaints) }
        self = plan
    }

    public static let fieldNames = [
        "title", "about", "extends", "arms", "control", "paths", "loads", "rounds", "until",
        "max_rounds", "seed", "metrics", "warm_up", "hygiene", "design",
    ]
}

extension Complaint {
    init(_ error: SyntaxError) { self.init("", error.words, place: error.place) }
}

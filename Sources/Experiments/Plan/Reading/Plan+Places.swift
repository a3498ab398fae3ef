// SPDX-License-Identifier: Apache-2.0
import YAML

extension Plan {
    /// Complaints about entries (`paths.deep`), each with the place where the file, or one that it
    /// extends, has that entry. What cannot be found there keeps no place.
    public static func placing(
        _ complaints: [Complaint], in file: String, _ text: (String) throws(Malformed) -> String
    ) -> [Complaint] {
        guard let document = try? PlanDocument.read(file, text) else { return complaints }
        return complaints.map { complaint in
            guard let place = place(of: complaint.field, in: document) else { return complaint }
            return Complaint(
                complaint.field, complaint.words, hint: complaint.hint, place: place)
        }
    }

    /// A sweep makes several entries of one: `deep rate=10mbit` comes of `deep`.
    private static func place(of field: String, in document: Node) -> Node.Place? {
        guard let dot = field.firstIndex(of: ".") else { return nil }
        let name = field[field.index(after: dot)...]
        return document[String(field[..<dot])]?.mapping?.first { member in
            name == member.key || name.hasPrefix(member.key + " ")
        }?.keyPlace
    }
}

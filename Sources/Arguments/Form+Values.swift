// SPDX-License-Identifier: Apache-2.0
extension Form where Value == Int {
    /// A whole number in a range.
    public static func integer(_ placeholder: String, in range: ClosedRange<Int>) -> Form {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Form(placeholder, expected: expected) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension Form where Value == Setting {
    /// `KNOB=VALUE`; the value may be empty and may hold further `=`.
    public static var setting: Form {
        Form("KNOB=VALUE", expected: "KNOB=VALUE") { text in
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
            return Setting(
                knob: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
        }
    }
}

extension Form
where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the words that an enumeration lists.
    public static func choice(_ placeholder: String) -> Form {
        let words = Value.allCases.map(\.rawValue)
        return Form(
            placeholder, expected: "one of \(words.joined(separator: ", "))",
            completions: [.choices(words)]
        ) { Value(rawValue: $0) }
    }
}

extension Form {
    /// Values with commas between them, at least one.
    public static func list<Element>(_ form: Form<Element>) -> Form where Value == [Element] {
        Form(
            "\(form.shape.placeholder),...",
            expected: "\(form.shape.expected), or several with commas",
            completions: form.shape.completions
        ) { text in
            var values: [Element] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let value = form.read(String(part)) else { return nil }
                values.append(value)
            }
            return values
        }
    }
}

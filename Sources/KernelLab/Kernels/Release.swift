// SPDX-License-Identifier: Apache-2.0

/// The name of a kernel as `uname -r` shows it: `6.18.15+deb13-cloud-amd64`.
public struct Release: Hashable, Sendable {
    public let text: String
    /// What orders it: `[6, 18, 15]`, and for `6.1.0-47` `[6, 1, 0, 47]`.
    let numbers: [Int]

    /// None where it does not begin with a number.
    public init?(_ text: String) {
        var numbers: [Int] = []
        var rest = text[...]
        while let number = Int(rest.prefix { $0.isASCII && $0.isNumber }) {
            numbers.append(number)
            rest = rest.drop { $0.isASCII && $0.isNumber }
            guard let sign = rest.first, sign == "." || sign == "-" else { break }
            rest = rest.dropFirst()
        }
        guard numbers.count >= 2 else { return nil }
        self.text = text
        self.numbers = numbers
    }

    /// Whether `word` means this one: all of its name, or the beginning of it. 6.1 does not mean 6.12.
    public func answers(to word: String) -> Bool {
        guard text.hasPrefix(word) else { return false }
        let rest = text.dropFirst(word.count)
        return rest.isEmpty || rest.first == "." || rest.first == "+" || rest.first == "-"
    }

    /// As people call it: without Debian's flavour and architecture.
    public var short: String {
        text.hasSuffix(Release.flavour) ? String(text.dropLast(Release.flavour.count)) : text
    }

    /// Debian's kernels for virtual machines: a third of the size of the others.
    static let flavour = "-cloud-amd64"
}

extension Release: Comparable {
    public static func < (left: Release, right: Release) -> Bool {
        if left.numbers != right.numbers {
            return left.numbers.lexicographicallyPrecedes(right.numbers)
        }
        return left.text < right.text
    }
}

extension Release: CustomStringConvertible {
    public var description: String { text }
}

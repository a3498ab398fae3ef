// SPDX-License-Identifier: Apache-2.0
// Spelling: the word that was probably meant, and where a text stops making sense.
//
// Two questions, asked of verbs, options, metrics, fields, knobs and names
// alike, by rooms that do not know each other.

/// The candidate that a word was probably meant to be, for did-you-mean.
///
/// That is the first of those with the fewest slips (a letter more, less, wrong, or two
/// swapped; case does not count), if at most a third of the letters are slips; else the
/// shortest that the word begins.
public func nearest(_ word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased())
    let limit = max(letters.count, 3) / 3
    var best: (candidate: String, slips: Int)?
    for candidate in candidates where candidate != word {
        let other = Array(candidate.lowercased())
        guard abs(other.count - letters.count) <= limit, letters.count > 1 else { continue }
        let slips = countSlips(letters, other)
        if slips <= limit, slips < best?.slips ?? .max { best = (candidate, slips) }
    }
    guard best == nil, letters.count > 1 else { return best?.candidate }
    return candidates.filter { $0 != word && $0.lowercased().hasPrefix(word.lowercased()) }
        .min { $0.count < $1.count }
}

/// The optimal string alignment distance, three rows at a time.
private func countSlips(_ word: [Character], _ other: [Character]) -> Int {
    var twoAbove: [Int] = []
    var above = Array(0...other.count)
    for row in word.indices {
        var current = [row + 1]
        for column in other.indices {
            var slips = min(
                above[column] + (word[row] == other[column] ? 0 : 1),
                above[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
                slips = min(slips, twoAbove[column - 1] + 1)
            }
            current.append(slips)
        }
        (twoAbove, above) = (above, current)
    }
    return above[other.count]
}

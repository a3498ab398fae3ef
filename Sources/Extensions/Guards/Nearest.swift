// SPDX-License-Identifier: Apache-2.0

/// The candidate that a word was probably meant to be: the first of those with the
/// fewest slips, if at most a third of its letters are slips; else the first that it
/// begins.
///
/// The command line has a finer one, for words with two letters swapped; it is a room
/// that this one may not enter.
func nearest(_ word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count > 1 else { return nil }
    let ranked = candidates.map { (name: $0, slips: countSlips(letters, Array($0))) }
    if let best = ranked.min(by: { $0.slips < $1.slips }), best.slips <= max(letters.count, 3) / 3 {
        return best.name
    }
    return candidates.first { $0.hasPrefix(word.lowercased()) }
}

/// The Levenshtein distance, two rows at a time.
private func countSlips(_ word: [Character], _ other: [Character]) -> Int {
    var above = Array(0...other.count)
    for row in word.indices {
        var current = [row + 1]
        for column in other.indices {
            current.append(
                min(
                    above[column] + (word[row] == other[column] ? 0 : 1), above[column + 1] + 1,
                    current[column] + 1))
        }
        above = current
    }
    return above[other.count]
}

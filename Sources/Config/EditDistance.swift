/// The word of `candidates` that `word` was probably meant to be: the nearest by insertions, deletions,
/// replacements and swaps of neighbours, letter case aside; nil when none is near (a third of its length).
package func nearest(_ word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= 128 else { return nil }
    let limit = max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= 256 {
        let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// Optimal string alignment: a swap of neighbours counts as one step.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            var steps = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { steps = min(steps, beforeLast[j - 1] + 1) }
            row.append(steps)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

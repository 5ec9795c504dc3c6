/// What somebody may have meant by a word that is none of ours.
package enum NearestWord {
    /// The candidate with the fewest slips (a letter wrong, missing, too much, or two swapped), when they are few enough
    /// to be slips; or the one that `word` begins.
    package static func find(_ word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        guard !word.isEmpty, word.count <= 64 else { return nil }
        let limit = word.count <= 3 ? 1 : 2
        let near = candidates.map { (distance: distance(word, $0), candidate: $0) }.filter { $0.distance <= limit }
        if let best = near.min(by: { $0.distance < $1.distance }) { return best.candidate }
        return candidates.first { $0.hasPrefix(word) && word.count >= 2 }
    }

    /// Optimal string alignment distance.
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a)
        let b = Array(b)
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}

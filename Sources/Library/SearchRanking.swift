import Model

/// Which of the texts that match comes first: BM25 over the beginning of each text, more for what is recent, and for
/// what a person said.
struct SearchRanking: Sendable {
    let query: SearchQuery
    /// Of each wanted term.
    let weights: [Double]
    let now: Timestamp

    private static let saturation = 1.2
    private static let lengthShare = 0.5
    /// Words of a usual text.
    private static let usualLength = 40.0
    /// Days after which half of the bonus of what was said just now is left.
    private static let halfLife = 14.0

    /// The weight of a term that `count` of `total` texts have.
    static func weight(count: Int, of total: Int) -> Double {
        let share = Double(max(total, count)) / (Double(count) + 0.5)
        // log2 without a library: halvings are all that matters here.
        return 1 + Double(max(0, share.exponent))
    }

    /// The best first; of texts that are the same in one file, or of one moment in several (forks), only the first.
    func best(_ candidates: [SearchCandidate], limit: Int) -> [(candidate: SearchCandidate, score: Double)] {
        let scored = candidates.map { (candidate: $0, score: score($0)) }.sorted { a, b in
            a.score != b.score ? a.score > b.score : a.candidate.id > b.candidate.id
        }
        var inFile: Set<Key> = []
        var atMoment: Set<Key> = []
        var best: [(candidate: SearchCandidate, score: Double)] = []
        for entry in scored where best.count < limit {
            let text = entry.candidate
            let isFirst = inFile.insert(Key(text, place: text.file)).inserted
            let isFirstThen = atMoment.insert(Key(text, place: SearchTables.second(ofID: text.id))).inserted
            if isFirst, isFirstThen { best.append(entry) }
        }
        return best
    }

    private struct Key: Hashable {
        var role: SearchRole
        var head: [UInt8]
        var length: Int
        var place: Int64

        init(_ text: SearchCandidate, place: Int64) {
            (role, head, length) = (text.role, text.head, text.length)
            self.place = place
        }
    }

    func score(_ text: SearchCandidate) -> Double {
        let words = SearchWordList(text.head)
        let length = Double(max(words.count, text.length / 8))
        let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * length / Self.usualLength)
        var sum = 0.0
        for (term, weight) in zip(query.wanted, weights) {
            let count = Double(max(1, words.count(of: term)))
            sum += weight * count * (Self.saturation + 1) / (count + norm)
        }
        return sum * (1 + recency(text.at)) * Self.share(of: text.role)
    }

    /// 1 for now, half of it after `halfLife`, a third after twice that.
    private func recency(_ at: Timestamp) -> Double {
        1 / (1 + max(0, now.seconds(since: at)) / 86_400 / Self.halfLife)
    }

    private static func share(of role: SearchRole) -> Double {
        switch role {
        case .user: 1.3
        case .agent: 1
        default: 0.7
        }
    }
}

/// The words of a text, as far as ranking needs them: letters and digits of ASCII without regard to case, and all that
/// is not ASCII as it stands.
struct SearchWordList {
    private let bytes: [UInt8]
    private let words: [Range<Int>]

    var count: Int { words.count }

    init(_ text: [UInt8]) {
        var bytes = text
        var words: [Range<Int>] = []
        bytes.withUnsafeMutableBufferPointer { bytes in
            var start = -1
            for index in bytes.indices {
                let byte = bytes[index]
                if (0x41...0x5A).contains(byte) { bytes[index] = byte | 0x20 }
                let isWord = byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                if isWord, start < 0 { start = index }
                if !isWord, start >= 0 {
                    words.append(start..<index)
                    start = -1
                }
            }
            if start >= 0 { words.append(start..<bytes.count) }
        }
        self.bytes = bytes
        self.words = words
    }

    /// How often a word, a phrase or the beginning of one stands there.
    func count(of term: SearchQuery.Term) -> Int {
        let wanted = SearchWordList(Array(term.text.utf8))
        guard !wanted.words.isEmpty, words.count >= wanted.words.count else { return 0 }
        var count = 0
        for start in 0...(words.count - wanted.words.count) {
            let isThere = wanted.words.indices.allSatisfy { index in
                let word = bytes[words[start + index]]
                let other = wanted.bytes[wanted.words[index]]
                return term.isPrefix && index == wanted.words.count - 1
                    ? word.starts(with: other) : word.count == other.count && word.elementsEqual(other)
            }
            if isThere { count += 1 }
        }
        return count
    }
}

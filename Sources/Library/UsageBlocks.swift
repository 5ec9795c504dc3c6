import Model

/// Five-hour blocks: each begins at the full hour (UTC) of the first answer after the one before it.
struct UsageBlocks {
    struct Block: Hashable {
        /// Seconds since 1970.
        var start: Int
        var first: Int
        var last: Int
        var end: Int { start + UsageBlocks.length }
    }

    static let length = 5 * 3600

    /// Oldest first.
    private(set) var blocks: [Block] = []

    /// - Parameter activity: quarters of an hour with the seconds of the first and the last answer in them.
    init(_ activity: some Sequence<(quarter: Int32, first: UInt32, last: UInt32)>) {
        var quarters: [Int32: (first: UInt32, last: UInt32)] = [:]
        for one in activity where one.quarter > 0 {
            let known = quarters[one.quarter] ?? (one.first, one.last)
            quarters[one.quarter] = (min(known.first, one.first), max(known.last, one.last))
        }
        for (quarter, seconds) in quarters.sorted(by: { $0.key < $1.key }) {
            if let block = blocks.last, Int(quarter) * 900 < block.end {
                blocks[blocks.count - 1].last = max(block.last, Int(seconds.last))
            } else {
                blocks.append(
                    Block(
                        start: Int(seconds.first) / 3600 * 3600, first: Int(seconds.first), last: Int(seconds.last)))
            }
        }
    }

    /// Its number; nil for a quarter without a time.
    func block(of quarter: Int32) -> Int? {
        let second = Int(quarter) * 900
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].start <= second { low = middle + 1 } else { high = middle }
        }
        guard low > 0, second < blocks[low - 1].end else { return nil }
        return low - 1
    }
}

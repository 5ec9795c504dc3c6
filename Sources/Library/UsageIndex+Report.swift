package import Model
import Transcripts

/// Sums over all files.
extension UsageIndex {
    /// What figures are gathered under; -1 where a part was not asked for.
    struct Group: Hashable {
        var conversation: Int32 = -1
        var directory: Int32 = -1
        var model: Int32 = -1
        var day: Int32 = -1
        var week: Int32 = -1
        var month: Int32 = -1
        var block: Int32 = -1
    }

    /// Each slot that counts, with its price.
    func each(
        from: Int32 = .min, to: Int32 = .max, _ prices: [UsagePrice?],
        _ body: (File, Int, UsageFigures) -> Void
    ) {
        for case let file? in files {
            for index in file.totals.indices {
                let quarter = file.log.slots[index].quarter
                guard quarter >= from, quarter < to, file.totals[index].messages > 0 else { continue }
                let tokens = file.totals[index].tokens
                let price = prices[Int(file.models[Int(file.log.slots[index].model)])]
                body(
                    file, index,
                    UsageFigures(
                        tokens: tokens, messages: file.totals[index].messages, costUSD: price?.cost(of: tokens) ?? 0,
                        unpriced: price == nil ? tokens.total : 0))
            }
        }
    }

    /// Of each model, by its number.
    func priced(_ prices: UsagePrices) -> [UsagePrice?] { models.all.map(prices.price) }

    var blocks: UsageBlocks {
        UsageBlocks(
            files.lazy.compactMap { $0 }.flatMap { file in
                file.totals.indices.lazy.filter { file.totals[$0].messages > 0 }.map { index in
                    let slot = file.log.slots[index]
                    return (slot.quarter, slot.first, slot.last)
                }
            })
    }

    /// Figures by group, the groups in order of time and then of cost.
    func grouped(
        _ query: UsageQuery, _ prices: UsagePrices, _ blocks: UsageBlocks, _ calendar: inout UsageCalendar
    ) -> [(group: Group, figures: UsageFigures)] {
        // Asked once, not for each of tens of thousands of slots.
        let keys = Set(query.keys)
        let bySession = keys.contains(.session)
        let byDirectory = keys.contains(.directory)
        let byModel = keys.contains(.model)
        let byDay = keys.contains(.day)
        let byWeek = keys.contains(.week)
        let byMonth = keys.contains(.month)
        let byBlock = keys.contains(.block)
        var sums: [Group: UsageFigures] = [:]
        let from = query.since.map(UsageCalendar.quarter) ?? .min
        // A quarter that has begun belongs to it.
        let to = query.until.map { UsageCalendar.quarter(of: $0.adding(seconds: 899.999)) } ?? .max
        each(from: from, to: to, priced(prices)) { file, index, figures in
            let slot = file.log.slots[index]
            var group = Group()
            if bySession { group.conversation = file.conversation }
            if byDirectory { group.directory = file.directories[Int(slot.directory)] }
            if byModel { group.model = file.models[Int(slot.model)] }
            if byDay { group.day = calendar.period(.day, of: slot.quarter) }
            if byWeek { group.week = calendar.period(.week, of: slot.quarter) }
            if byMonth { group.month = calendar.period(.month, of: slot.quarter) }
            if byBlock { group.block = Int32(blocks.block(of: slot.quarter) ?? -1) }
            sums[group, default: UsageFigures()].add(figures)
        }
        return sums.sorted { a, b in
            let (x, y) = (a.key, b.key)
            if (x.month, x.week, x.day, x.block) != (y.month, y.week, y.day, y.block) {
                return (x.month, x.week, x.day, x.block) < (y.month, y.week, y.day, y.block)
            }
            if a.value.costUSD != b.value.costUSD { return a.value.costUSD > b.value.costUSD }
            if a.value.tokens.total != b.value.tokens.total { return a.value.tokens.total > b.value.tokens.total }
            return (x.conversation, x.directory, x.model) < (y.conversation, y.directory, y.model)
        }.map { ($0.key, $0.value) }
    }

    func row(
        _ group: Group, _ figures: UsageFigures, _ query: UsageQuery, _ blocks: UsageBlocks, _ names: [String: String],
        directories worked: [Int32: Int32]
    ) -> UsageRow {
        var row = UsageRow(figures)
        for key in query.keys {
            switch key {
            case .session where group.conversation >= 0:
                let conversation = conversations.all[Int(group.conversation)]
                row.conversation = conversation
                row.session = names[conversation] ?? conversation
                if let directory = worked[group.conversation] { row.directory = directories.all[Int(directory)] }
            case .directory where group.directory >= 0: row.directory = directories.all[Int(group.directory)]
            case .model where group.model >= 0: row.model = models.all[Int(group.model)]
            case .day: row.day = UsageCalendar.text(.day, group.day)
            case .week: row.week = UsageCalendar.text(.week, group.week)
            case .month: row.month = UsageCalendar.text(.month, group.month)
            case .block where group.block >= 0:
                row.block = Timestamp(milliseconds: Int64(blocks.blocks[Int(group.block)].start) * 1000)
            default: break
            }
        }
        return row
    }

    /// The directory of each conversation's first answer.
    var homes: [Int32: Int32] {
        var homes: [Int32: Int32] = [:]
        for case let file? in files {
            guard let slot = file.log.slots.first, homes[file.conversation] == nil else { continue }
            homes[file.conversation] = file.directories[Int(slot.directory)]
        }
        return homes
    }
}

extension UsageFigures {
    package mutating func add(_ other: UsageFigures) {
        tokens = tokens + other.tokens
        messages += other.messages
        costUSD += other.costUSD
        unpriced += other.unpriced
    }
}

import Dispatch
import GRDB
package import Logging
package import Model
import Platform
package import Transcripts

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What was used, by whom and when, of all transcripts below some folders. It reads what is new when it is asked, on a
/// queue of its own.
///
/// It keeps what it read in `index.db`, so that a daemon that begins anew reads only what was written meanwhile.
package final class UsageLibrary: Sendable {
    private let queue = DispatchQueue(label: "usage", qos: .utility)
    private let database: LibraryDatabase?
    private let logger: Logger
    package let prices: UsagePrices
    /// Only on the queue.
    private nonisolated(unsafe) var state = State()

    private struct State {
        var index = UsageIndex()
        var calendar = UsageCalendar()
        var isLoaded = false
        var problems: [String] = []
        var savedAt = -1e9
        /// Paths whose rows are to be deleted.
        var forgotten: [String] = []
    }

    /// The version of what is kept; a log's bytes are part of it.
    static let version = 2

    /// - Parameter database: nil to keep nothing.
    package init(database: LibraryDatabase?, prices: UsagePrices = UsagePrices(), logger: Logger) throws(CcmuxError) {
        self.database = database
        self.prices = prices
        self.logger = logger
        try database?.prepare("usage", version: Self.version) { db in
            try db.execute(
                sql: """
                    CREATE TABLE usage_file (
                        path TEXT PRIMARY KEY NOT NULL, format TEXT NOT NULL, device INTEGER NOT NULL,
                        inode INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, rank INTEGER NOT NULL,
                        log BLOB NOT NULL
                    )
                    """)
        }
    }

    /// The figures as of now.
    ///
    /// - Parameters:
    ///   - roots: where transcripts lie.
    ///   - names: of conversations, by their uuid.
    package func report(
        _ query: UsageQuery, roots: [TranscriptRoot], names: [String: String], now: Timestamp = wallClock()
    ) async -> UsageReport {
        await onQueue { [self] in
            refresh(roots)
            return makeReport(query, names, now)
        }
    }

    /// What was used since a moment, by conversation.
    package func spent(since: Timestamp, roots: [TranscriptRoot]) async -> [String: UsageFigures] {
        await onQueue { [self] in
            refresh(roots)
            var spent: [String: UsageFigures] = [:]
            let index = state.index
            index.each(from: UsageCalendar.quarter(of: since), index.priced(prices)) { file, _, figures in
                spent[index.conversations.all[Int(file.conversation)], default: UsageFigures()].add(figures)
            }
            return spent
        }
    }

    /// Writes down what has not been yet; called when the daemon ends.
    package func save() async {
        await onQueue { [self] in save(atLeast: 0) }
    }

    private func onQueue<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

// MARK: Reading, on the queue

extension UsageLibrary {
    private func refresh(_ roots: [TranscriptRoot]) {
        load()
        let (found, problems) = TranscriptFiles.all(roots)
        state.problems = problems.prefix(20).map(\.message)
        var changed: [TranscriptFile] = []
        var present = Set<String>(minimumCapacity: found.count)
        for file in found where present.insert(file.path).inserted {
            if let place = state.index.places[file.path], state.index.files[place]?.stamp == file.stamp { continue }
            changed.append(file)
        }
        let gone =
            present.count == state.index.places.count && changed.isEmpty
            ? [] : state.index.places.keys.filter { !present.contains($0) }
        guard !changed.isEmpty || !gone.isEmpty else { return }
        // Those that were written to first are known first.
        changed.sort { ($0.stamp.modified, $0.path) < ($1.stamp.modified, $1.path) }
        let begin = monotonicSeconds()
        let read = Self.scan(changed, state.index)
        state.problems += read.problems.prefix(20)
        state.index.take(read.readings, gone: gone)
        state.forgotten += gone
        let bytes = changed.reduce(0) { $0 + $1.stamp.size }
        if changed.count > 100 {
            logger.info(
                "transcripts were read for usage",
                metadata: [
                    "files": "\(changed.count)", "megabytes": "\(bytes / 1_000_000)",
                    "seconds": "\(((monotonicSeconds() - begin) * 1000).rounded() / 1000)",
                ])
        }
        save(atLeast: 30)
    }

    /// Seconds at the least between two savings.
    private func save(atLeast interval: Double) {
        guard let database, monotonicSeconds() - state.savedAt >= interval else { return }
        let dirty = state.index.files.indices.filter { state.index.files[$0]?.isDirty == true }
        guard !dirty.isEmpty || !state.forgotten.isEmpty else { return }
        state.savedAt = monotonicSeconds()
        do throws(CcmuxError) {
            let index = state.index
            let forgotten = state.forgotten
            try database.write("save usage") { db in
                for path in forgotten {
                    try db.execute(sql: "DELETE FROM usage_file WHERE path = ?", arguments: [path])
                }
                for place in dirty {
                    guard let file = index.files[place] else { continue }
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO usage_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        arguments: [
                            file.path, file.format.rawValue, Int64(bitPattern: file.stamp.device),
                            Int64(bitPattern: file.stamp.inode), file.stamp.size, file.stamp.modified, file.rank,
                            Data(file.log.bytes),
                        ])
                }
            }
            for place in dirty { state.index.markSaved(place) }
            state.forgotten = []
        } catch {
            logger.warning("usage cannot be saved: \(error.message)")
        }
    }

    private func load() {
        guard !state.isLoaded else { return }
        state.isLoaded = true
        guard let database else { return }
        do throws(CcmuxError) {
            let readings = try database.read("read usage") { db in
                var readings: [UsageIndex.Reading] = []
                let rows = try Row.fetchCursor(db, sql: "SELECT * FROM usage_file ORDER BY rank, path")
                while let row = try rows.next() {
                    guard let format = TranscriptFormat(rawValue: row["format"]),
                        let bytes = row["log"] as Data?, let log = UsageLog(bytes: Array(bytes))
                    else { continue }
                    readings.append(
                        UsageIndex.Reading(
                            path: row["path"], format: format,
                            stamp: UsageStamp(
                                device: UInt64(bitPattern: row["device"] as Int64),
                                inode: UInt64(bitPattern: row["inode"] as Int64), size: row["size"],
                                modified: row["modified"]),
                            log: log, rank: row["rank"], isDirty: false))
                }
                return readings
            }
            state.index.take(readings, gone: [])
        } catch {
            logger.warning("saved usage cannot be read: \(error.message)")
        }
    }

    /// Reads files on as many threads as there are cores, the largest first.
    private static func scan(
        _ files: [TranscriptFile], _ index: UsageIndex
    ) -> (readings: [UsageIndex.Reading], problems: [String]) {
        let order = files.indices.sorted { files[$0].stamp.size > files[$1].stamp.size }
        let threads = min(files.count, 4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let work = ScanWork(count: files.count)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let scanner = UsageScanner()
            while let next = work.next() {
                let file = files[order[next]]
                let known = index.places[file.path].flatMap { index.files[$0] }
                let log =
                    known?.stamp.inode == file.stamp.inode && known?.stamp.device == file.stamp.device
                    ? known?.log : nil
                do throws(CcmuxError) {
                    let result = try scanner.scan(file.path, file.format, from: log ?? known?.log.anew ?? UsageLog())
                    work.set(
                        order[next],
                        .init(path: file.path, format: file.format, stamp: result.stamp, log: result.log))
                } catch {
                    // Gone since it was listed: the next look sees that.
                    if error.code != .notFound { work.tell(error.message) }
                }
            }
        }
        return (work.results.compactMap { $0 }, work.problems)
    }
}

/// What threads share while they read.
private final class ScanWork: Sendable {
    private let lock = DispatchQueue(label: "usage.scan")
    private nonisolated(unsafe) var taken = 0
    private let count: Int
    private nonisolated(unsafe) var found: [UsageIndex.Reading?]
    private nonisolated(unsafe) var told: [String] = []

    init(count: Int) {
        self.count = count
        found = Array(repeating: nil, count: count)
    }

    func next() -> Int? {
        lock.sync {
            guard taken < count else { return nil }
            taken += 1
            return taken - 1
        }
    }

    func set(_ index: Int, _ reading: UsageIndex.Reading) { lock.sync { found[index] = reading } }
    func tell(_ problem: String) { lock.sync { told.append(problem) } }

    var results: [UsageIndex.Reading?] { lock.sync { found } }
    var problems: [String] { lock.sync { told } }
}

// MARK: Telling, on the queue

extension UsageLibrary {
    private func makeReport(_ query: UsageQuery, _ names: [String: String], _ now: Timestamp) -> UsageReport {
        let index = state.index
        let blocks = query.keys.isEmpty || query.keys.contains(.block) ? index.blocks : UsageBlocks([])
        let grouped = index.grouped(query, prices, blocks, &state.calendar)
        var total = UsageFigures()
        for (_, figures) in grouped { total.add(figures) }
        let homes = query.keys.contains(.session) || query.keys.isEmpty ? index.homes : [:]
        var report = UsageReport(
            by: query.keys,
            rows: query.keys.isEmpty
                ? [] : grouped.map { index.row($0.group, $0.figures, query, blocks, names, directories: homes) },
            total: UsageRow(total), files: index.places.count)
        report.since = query.since
        report.until = query.until
        report.problems = Array(state.problems.prefix(20))
        let tooLong = index.files.reduce(0) { $0 + ($1?.log.tooLong ?? 0) }
        report.tooLong = tooLong > 0 ? tooLong : nil
        report.unpricedModels = unpricedModels(index)
        if query.keys.isEmpty { overview(&report, index, blocks, names, homes, now) }
        return report
    }

    private func unpricedModels(_ index: UsageIndex) -> [String] {
        var isUsed = [Bool](repeating: false, count: index.models.all.count)
        for case let file? in index.files {
            for (slot, totals) in file.totals.enumerated() where totals.tokens.total > 0 {
                isUsed[Int(file.models[Int(file.log.slots[slot].model)])] = true
            }
        }
        return index.models.all.indices.filter { isUsed[$0] }.map { index.models.all[$0] }
            .filter { prices.price(of: $0) == nil }.sorted()
    }

    private func overview(
        _ report: inout UsageReport, _ index: UsageIndex, _ blocks: UsageBlocks, _ names: [String: String],
        _ homes: [Int32: Int32], _ now: Timestamp
    ) {
        let today = state.calendar.day(of: UsageCalendar.quarter(of: now))
        let month = state.calendar.period(.month, of: UsageCalendar.quarter(of: now))
        var sums = [UsageFigures](repeating: UsageFigures(), count: 3)
        var sessions: [UsageIndex.Group: UsageFigures] = [:]
        var current = UsageFigures()
        // A block of a clock that is ahead is none that goes on.
        let block = blocks.blocks.lastIndex { $0.start <= Int(now.seconds) && Int(now.seconds) < $0.end }
        var calendar = state.calendar
        // Nothing older than a month and a week counts here.
        let from = UsageCalendar.quarter(of: now.adding(seconds: -40 * 86_400))
        index.each(from: from, index.priced(prices)) { file, slot, figures in
            let quarter = file.log.slots[slot].quarter
            let day = calendar.day(of: quarter)
            if day == today { sums[0].add(figures) }
            if UsageCalendar.monday(day) == UsageCalendar.monday(today) { sums[1].add(figures) }
            if calendar.period(.month, of: quarter) == month {
                sums[2].add(figures)
                sessions[UsageIndex.Group(conversation: file.conversation), default: UsageFigures()].add(figures)
            }
            if let block, blocks.block(of: quarter) == block { current.add(figures) }
        }
        state.calendar = calendar
        report.today = UsageRow(sums[0])
        report.week = UsageRow(sums[1])
        report.month = UsageRow(sums[2])
        let top = sessions.sorted { a, b in
            a.value.costUSD != b.value.costUSD
                ? a.value.costUSD > b.value.costUSD : a.value.tokens.total > b.value.tokens.total
        }
        let query = UsageQuery(keys: [.session])
        report.rows = top.prefix(10).map { index.row($0.key, $0.value, query, blocks, names, directories: homes) }
        if let block {
            let found = blocks.blocks[block]
            report.block = UsageBlock(
                start: Timestamp(milliseconds: Int64(found.start) * 1000),
                end: Timestamp(milliseconds: Int64(found.end) * 1000),
                first: Timestamp(milliseconds: Int64(found.first) * 1000),
                last: Timestamp(milliseconds: Int64(found.last) * 1000), figures: current, now: now)
        }
    }
}

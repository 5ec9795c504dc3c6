import Model
import Transcripts

/// All that the transcripts tell of usage, each message counted once.
///
/// Of a message that stands in several files (a resume and a fork copy what was said before), the one counts that came
/// furthest; of equal ones that of the file which was known first.
struct UsageIndex {
    struct File {
        var path: String
        var format: TranscriptFormat
        var stamp: UsageStamp
        var log: UsageLog
        /// Files that were known earlier have a lower one.
        var rank: Int
        /// What counts of each of the log's slots.
        var totals: [UsageTotals] = []
        /// Indices into the index's texts.
        var models: [Int32] = []
        var directories: [Int32] = []
        var conversation: Int32 = -1
        /// It differs from what is saved.
        var isDirty = true
    }

    /// Nil for those that are gone.
    private(set) var files: [File?] = []
    private(set) var places: [String: Int] = [:]
    private(set) var models = Texts()
    private(set) var directories = Texts()
    private(set) var conversations = Texts()
    private var table = UsageTable()
    private var lastRank = 0

    /// Texts by number.
    struct Texts {
        private(set) var all: [String] = []
        private var numbers: [String: Int32] = [:]

        mutating func number(_ text: String) -> Int32 {
            if let number = numbers[text] { return number }
            let number = Int32(all.count)
            all.append(text)
            numbers[text] = number
            return number
        }
    }

    /// What was read of a file, new or on from before.
    struct Reading {
        var path: String
        var format: TranscriptFormat
        var stamp: UsageStamp
        var log: UsageLog
        var rank: Int?
        var isDirty = true
    }

    /// Takes readings, oldest files first, and forgets files that are gone.
    mutating func take(_ readings: [Reading], gone: [String]) {
        var needsRebuild = !gone.isEmpty
        for path in gone {
            if let place = places.removeValue(forKey: path) { files[place] = nil }
        }
        var added: [Int] = []
        for reading in readings {
            lastRank = max(lastRank + 1, reading.rank ?? 0)
            var file = File(
                path: reading.path, format: reading.format, stamp: reading.stamp, log: reading.log,
                rank: reading.rank ?? lastRank)
            file.isDirty = reading.isDirty
            if let place = places[reading.path], let before = files[place] {
                file.rank = before.rank
                if reading.log.continues(before.log) {
                    file.totals = before.totals
                    name(&file)
                    files[place] = file
                    if !needsRebuild { count(place, after: before.log) }
                } else {
                    name(&file)
                    files[place] = file
                    needsRebuild = true
                }
            } else {
                name(&file)
                places[reading.path] = files.count
                added.append(files.count)
                files.append(file)
            }
        }
        if needsRebuild {
            rebuild()
        } else {
            for place in added { count(place, after: nil) }
        }
    }

    mutating func markSaved(_ place: Int) { files[place]?.isDirty = false }

    private mutating func name(_ file: inout File) {
        file.models = file.log.models.map { models.number($0.isEmpty ? "unknown" : $0) }
        file.directories = file.log.directories.map { directories.number($0) }
        file.conversation = conversations.number(
            TranscriptFile(path: file.path, format: file.format, stamp: file.stamp)
                .conversation(records: file.log.conversation))
    }

    private mutating func rebuild() {
        files.removeAll { $0 == nil }
        files.sort { ($0?.rank ?? 0) < ($1?.rank ?? 0) }
        places = [:]
        for (place, file) in files.enumerated() {
            if let file { places[file.path] = place }
            files[place]?.totals = []
        }
        table = UsageTable(capacity: files.reduce(0) { $0 + ($1?.log.messages.count ?? 0) })
        for place in files.indices { count(place, after: nil) }
    }

    /// Counts the messages of a file that came after `before`, or differ from it.
    private mutating func count(_ place: Int, after before: UsageLog?) {
        // Out of the array while it changes, so that nothing is copied.
        guard var file = files[place] else { return }
        files[place] = nil
        defer { files[place] = file }
        file.totals.append(
            contentsOf: repeatElement(UsageTotals(), count: file.log.slots.count - file.totals.count))
        let old = before?.messages.count ?? 0
        let first = max(0, old - UsageLog.reach)
        for index in first..<max(first, file.log.messages.count) {
            let message = file.log.messages[index]
            if let before, index < old {
                let was = before.messages[index]
                guard was != message else { continue }
                guard was.id == 0 || table[was.id] == .init(file: UInt32(place), message: UInt32(index)) else {
                    continue
                }
                file.totals[Int(was.slot)].remove(was)
                file.totals[Int(message.slot)].add(message)
                continue
            }
            guard message.id != 0, let found = table[message.id] else {
                if message.id != 0 { table.set(message.id, .init(file: UInt32(place), message: UInt32(index))) }
                file.totals[Int(message.slot)].add(message)
                continue
            }
            if Int(found.file) == place {
                let was = file.log.messages[Int(found.message)]
                file.totals[Int(was.slot)].remove(was)
            } else {
                guard let other = files[Int(found.file)] else { continue }
                let was = other.log.messages[Int(found.message)]
                guard (message.output, other.rank) > (was.output, file.rank) else { continue }
                files[Int(found.file)]?.totals[Int(was.slot)].remove(was)
            }
            table.set(message.id, .init(file: UInt32(place), message: UInt32(index)))
            file.totals[Int(message.slot)].add(message)
        }
    }
}

/// Sums of one slot.
struct UsageTotals: Sendable, Hashable {
    var tokens = TokenUsage()
    var messages = 0

    mutating func add(_ message: UsageLog.Message) {
        tokens.input += Int(message.input)
        tokens.output += Int(message.output)
        tokens.cacheWrite5m += Int(message.cacheWrite5m)
        tokens.cacheWrite1h += Int(message.cacheWrite1h)
        tokens.cacheRead += Int(message.cacheRead)
        messages += 1
    }

    mutating func remove(_ message: UsageLog.Message) {
        tokens.input -= Int(message.input)
        tokens.output -= Int(message.output)
        tokens.cacheWrite5m -= Int(message.cacheWrite5m)
        tokens.cacheWrite1h -= Int(message.cacheWrite1h)
        tokens.cacheRead -= Int(message.cacheRead)
        messages -= 1
    }
}

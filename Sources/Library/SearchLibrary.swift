import GRDB
package import Logging
package import Model
import Platform
import Synchronization
package import Transcripts

/// The index of every conversation of the machine: keeps it up to date in the background, within a budget, and finds
/// texts in it.
///
/// Files are known by path, device, inode and how far they were read. What has grown is read from there on, what was
/// replaced or cut is read anew, what is gone leaves the index.
package actor SearchLibrary {
    nonisolated let database: LibraryDatabase
    package nonisolated let settings: SearchSettings
    /// What queries need to know without waiting for the indexing.
    nonisolated let board = Mutex(SearchBoard())
    private nonisolated let roots: [TranscriptRoot]
    private nonisolated let logger: Logger
    private nonisolated let writer: SearchWriter
    private nonisolated let pause: SearchPause

    private var files: [String: IndexedFile] = [:]
    /// The newest last.
    private var pending: [String] = []
    private var sizes: [String: TranscriptFile] = [:]
    private var problems: [SearchSkip] = []
    private var unreadable: [String: String] = [:]
    private var worked = 0.0
    private var longLines = 0
    private var isLoaded = false
    private var surveyedAt: Timestamp?

    /// - Parameter roots: where agents keep their transcripts.
    package init(
        database: LibraryDatabase, settings: SearchSettings, roots: [TranscriptRoot], logger: Logger,
        pause: SearchPause = SearchPause()
    ) throws(CcmuxError) {
        self.database = database
        self.settings = settings
        self.roots = roots
        self.logger = logger
        self.pause = pause
        writer = SearchWriter(database: database)
        try database.prepare("search", version: SearchTables.version, SearchTables.make)
    }

    /// Indexes until the task is cancelled.
    package func run() async {
        guard settings.enabled else { return }
        await rest(pause.start)
        while !Task.isCancelled {
            do {
                try load()
                survey()
                while !pending.isEmpty, !Task.isCancelled {
                    let seconds = try work()
                    // As much time as is left of the budget.
                    await rest(seconds * Double(100 - settings.budget) / Double(settings.budget))
                    if let surveyedAt, wallClock().seconds(since: surveyedAt) > pause.survey { survey() }
                }
            } catch {
                logger.warning("conversations cannot be indexed: \(error.message)")
            }
            await rest(pause.survey)
        }
    }

    /// Brings some files up to date, as far as it comes.
    package func refresh(_ paths: [String], within seconds: Double) {
        guard settings.enabled, (try? load()) != nil else { return }
        let end = ContinuousClock.now + .seconds(seconds)
        for path in paths where ContinuousClock.now < end {
            guard let stamp = Files.stamp(of: path), let format = format(of: path) else { continue }
            let file = TranscriptFile(
                path: path, format: format, device: stamp.device, inode: stamp.inode, size: Int(stamp.size),
                modified: stamp.modified)
            sizes[path] = file
            pending.removeAll { $0 == path }
            while isBehind(file), unreadable[path] == nil, ContinuousClock.now < end {
                pending.append(path)
                guard (try? work(most: 1)) != nil else { break }
            }
            if isBehind(file), unreadable[path] == nil, pending.last != path { pending.append(path) }
        }
        tellBoard()
    }

    /// Brings everything up to date at once, without regard to the budget.
    package func catchUp() throws(CcmuxError) {
        try load()
        survey()
        while !pending.isEmpty { try work() }
        tellBoard()
    }

    /// Everything is read anew.
    package func rebuild() throws(CcmuxError) {
        guard settings.enabled else { throw SearchLibrary.off }
        try writer.clear()
        files = [:]
        isLoaded = true
        board.withLock { $0.texts = 0 }
        survey()
    }

    package func status() -> SearchStatus {
        var status = SearchStatus(
            state: !settings.enabled ? "off" : pending.isEmpty && surveyedAt != nil ? "ready" : "indexing",
            budget: settings.budget)
        status.files = sizes.count
        status.size = sizes.values.reduce(0) { $0 + $1.size }
        status.filesDone = sizes.values.count { !isBehind($0) }
        status.sizeDone = sizes.values.reduce(0) { $0 + min(files[$1.path]?.done ?? 0, $1.size) }
        status.texts = board.withLock { $0.texts }
        for suffix in ["", "-wal"] {
            status.indexSize += Files.stamp(of: database.pool.path + suffix).map { Int($0.size) } ?? 0
        }
        status.worked = worked
        status.longLines = longLines
        let skipped = problems + unreadable.sorted { $0.key < $1.key }.map { SearchSkip(path: $0, reason: $1) }
        status.skipped = Array(skipped.prefix(20))
        status.skippedCount = skipped.count
        return status
    }

    package static let off = CcmuxError(
        .refused, "Conversations are not indexed here: search.enabled is false.",
        advice: "ccmux config set search.enabled true, and restart the daemon.")

    // MARK: What there is to do

    private func load() throws(CcmuxError) {
        guard !isLoaded else { return }
        let known = try writer.load()
        files = Dictionary(known.files.map { ($0.path, $0) }) { a, _ in a }
        board.withLock { $0.texts = known.texts }
        isLoaded = true
    }

    /// Looks which files there are.
    private func survey() {
        let found = TranscriptFiles.all(roots)
        sizes = Dictionary(found.files.map { ($0.path, $0) }) { a, _ in a }
        problems = found.problems.map { SearchSkip(path: "", reason: $0.message) }
        unreadable = unreadable.filter { sizes[$0.key] != nil && Files.part(of: $0.key, from: 0, count: 1) == nil }
        let changed = found.files.filter { isBehind($0) && unreadable[$0.path] == nil }
        let gone = files.keys.filter { sizes[$0] == nil && !SearchBytes.isThere($0) }
        for path in gone { files[path]?.isGone = true }
        pending = changed.sorted { ($0.modified, $0.path) < ($1.modified, $1.path) }.map(\.path) + gone
        surveyedAt = wallClock()
        tellBoard()
    }

    private func isBehind(_ file: TranscriptFile) -> Bool {
        guard let known = files[file.path], !known.isGone else { return true }
        return (known.device, known.inode, known.size, known.modified)
            != (file.device, file.inode, file.size, file.modified)
    }

    private func format(of path: String) -> TranscriptFormat? {
        if let known = sizes[path]?.format ?? files[path]?.format { return known }
        return roots.first { path.hasPrefix($0.path + "/") }?.format
    }

    // MARK: Work

    /// Does a piece of it.
    ///
    /// - Parameter most: files.
    /// - Returns: how many seconds it took.
    @discardableResult
    private func work(most: Int = 200) throws(CcmuxError) -> Double {
        let start = ContinuousClock.now
        var parts: [SearchPart] = []
        var (bytes, texts) = (0, 0)
        while parts.count < most, bytes < 4 << 20, texts < 256 << 10, let path = pending.last {
            guard var file = files[path] ?? sizes[path].map(IndexedFile.init) else {
                pending.removeLast()
                continue
            }
            if file.isGone || file.id != 0 && isReplaced(file) {
                // On its own: what was gathered so far comes first.
                if parts.isEmpty { try remove(file) }
                break
            }
            guard let now = sizes[path] else {
                pending.removeLast()
                continue
            }
            (file.device, file.inode, file.modified) = (now.device, now.inode, now.modified)
            guard let part = SearchPart(of: file, size: now.size) else {
                unreadable[path] = "It cannot be read."
                pending.removeLast()
                continue
            }
            bytes += part.bytes
            texts += part.texts.reduce(0) { $0 + $1.text.utf8.count }
            parts.append(part)
            // A file's parts follow each other: the next one is for the next piece of work.
            guard part.isLast else { break }
            pending.removeLast()
        }
        try add(parts)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        worked += seconds
        tellBoard()
        return seconds
    }

    private func add(_ parts: [SearchPart]) throws(CcmuxError) {
        guard !parts.isEmpty else { return }
        for file in try writer.add(parts) { files[file.path] = file }
        longLines += parts.reduce(0) { $0 + $1.longLines }
        board.withLock { $0.texts += parts.reduce(0) { $0 + $1.texts.count } }
    }

    /// It is not the file that was read, or not what was read.
    private func isReplaced(_ file: IndexedFile) -> Bool {
        guard let now = sizes[file.path] else { return true }
        guard (now.device, now.inode) == (file.device, file.inode), now.size >= file.done else { return true }
        guard file.done > 0 else { return false }
        let count = min(file.done, SearchBytes.digested)
        guard let bytes = Files.part(of: file.path, from: file.done - count, count: count) else { return false }
        return SearchBytes.digest(bytes[...]) != file.tail
    }

    private func remove(_ file: IndexedFile) throws(CcmuxError) {
        files[file.path]?.isGone = true
        let removed = try writer.remove(file)
        board.withLock { $0.texts -= removed.texts }
        guard removed.isGone else { return }
        files[file.path] = nil
        // Where it is there again, it begins anew.
        if sizes[file.path] == nil { pending.removeAll { $0 == file.path } }
    }

    private func tellBoard() {
        let behind = pending.lazy.compactMap { path in
            self.sizes[path].map { max(0, $0.size - (self.files[path]?.done ?? 0)) }
        }
        let value = pending.isEmpty ? nil : SearchBehind(files: pending.count, bytes: behind.reduce(0, +))
        let isKnown = surveyedAt != nil
        board.withLock {
            $0.behind = value
            $0.isSurveyed = isKnown
        }
    }

    private func rest(_ seconds: Double) async {
        try? await Task.sleep(for: .seconds(max(0, seconds)))
    }
}

/// What queries see of the indexing.
struct SearchBoard: Sendable {
    var behind: SearchBehind?
    var texts = 0
    /// It is known what there is.
    var isSurveyed = false
}

/// When it works; seconds.
package struct SearchPause: Sendable {
    /// After the start.
    package var start = 5.0
    /// Between looks at all files.
    package var survey = 30.0

    package init() {}
}

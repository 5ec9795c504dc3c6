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
    private nonisolated let roots: @Sendable () async -> [TranscriptRoot]
    private nonisolated let logger: Logger
    nonisolated let writer: SearchWriter
    private nonisolated let pause: SearchPause

    var files: [String: IndexedFile] = [:]
    /// The newest last.
    var pending: [String] = []
    var sizes: [String: TranscriptFile] = [:]
    var problems: [SearchSkip] = []
    var unreadable: [String: String] = [:]
    var worked = 0.0
    var longLines = 0
    private var isLoaded = false
    var surveyedAt: Timestamp?

    /// - Parameter roots: where agents keep their transcripts; asked for at each look.
    package init(
        database: LibraryDatabase, settings: SearchSettings, roots: @escaping @Sendable () async -> [TranscriptRoot],
        logger: Logger,
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
                let folders = await roots()
                try load()
                survey(folders)
                while !pending.isEmpty, !Task.isCancelled {
                    let seconds = try work()
                    // As much time as is left of the budget.
                    await rest(seconds * Double(100 - settings.budget) / Double(settings.budget))
                    if let surveyedAt, wallClock().seconds(since: surveyedAt) > pause.survey {
                        survey(await roots())
                    }
                }
            } catch {
                logger.warning("conversations cannot be indexed: \(error.message)")
            }
            await rest(pause.survey)
        }
    }

    /// Brings some files up to date, as far as it comes. They may also lie elsewhere than below the roots: an agent's
    /// environment may name another folder.
    package func refresh(_ transcripts: [(path: String, format: TranscriptFormat)], within seconds: Double) {
        guard settings.enabled, (try? load()) != nil else { return }
        let end = ContinuousClock.now + .seconds(seconds)
        for (path, format) in transcripts where ContinuousClock.now < end {
            guard Files.kind(of: path) == .file, let file = Self.look(at: path, format) else { continue }
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
    package func catchUp() async throws(CcmuxError) {
        let folders = await roots()
        try load()
        survey(folders)
        while !pending.isEmpty { try work() }
        tellBoard()
    }

    /// Everything is read anew.
    package func rebuild() async throws(CcmuxError) {
        guard settings.enabled else { throw SearchLibrary.off }
        let folders = await roots()
        try writer.clear()
        files = [:]
        isLoaded = true
        board.withLock { $0.texts = 0 }
        survey(folders)
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
    private func survey(_ roots: [TranscriptRoot]) {
        let found = TranscriptFiles.all(roots)
        sizes = Dictionary(found.files.map { ($0.path, $0) }) { a, _ in a }
        // Sessions' own folders, and what lies in folders that cannot be read for now.
        for file in files.values where sizes[file.path] == nil && !file.isGone {
            sizes[file.path] = Self.look(at: file.path, file.format)
        }
        problems = found.problems.map { SearchSkip(path: "", reason: $0.message) }
        unreadable = unreadable.filter { sizes[$0.key] != nil && Files.part(of: $0.key, from: 0, count: 1) == nil }
        let changed = sizes.values.filter { isBehind($0) && unreadable[$0.path] == nil }
        let gone = files.keys.filter { sizes[$0] == nil && !SearchBytes.isThere($0) }
        for path in gone { files[path]?.isGone = true }
        pending = changed.sorted { ($0.modified, $0.path) < ($1.modified, $1.path) }.map(\.path) + gone
        surveyedAt = wallClock()
        tellBoard()
    }

    func isBehind(_ file: TranscriptFile) -> Bool {
        guard let known = files[file.path], !known.isGone else { return true }
        return (known.device, known.inode, known.size, known.modified)
            != (file.device, file.inode, file.size, file.modified)
    }

    private static func look(at path: String, _ format: TranscriptFormat) -> TranscriptFile? {
        Files.stamp(of: path).map {
            TranscriptFile(
                path: path, format: format,
                stamp: UsageStamp(
                    device: $0.device, inode: $0.inode, size: Int($0.size),
                    modified: $0.modified.milliseconds &* 1_000_000))
        }
    }

    func tellBoard() {
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

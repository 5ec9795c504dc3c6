import Model
import Platform
import Synchronization
import Testing

@testable import Updates

/// The whole way with bundles of scripts and a daemon that is only played.
@Suite struct UpdaterTests {
    /// A daemon that is whatever `app/current` names when it is started.
    final class Stage: UpdateSurroundings, UpdateProgress {
        let home: HomeLayout
        let environment = ["PATH": "/usr/bin:/bin"]
        /// Versions that do not start, and what they say then.
        let broken: [String: CcmuxError]
        private let state = Mutex<(running: String?, pid: Int32, starts: [String])>(("0.1.0", 1, []))
        private let database = Mutex<(content: String?, copies: Int)>((nil, 0))

        init(_ home: HomeLayout, broken: [String: CcmuxError] = [:]) {
            self.home = home
            self.broken = broken
        }

        var starts: [String] { state.withLock { $0.starts } }
        var running: String? { state.withLock { $0.running } }

        func look() -> ConfirmWatch.Seen {
            state.withLock { state in
                state.running.map { .daemon(version: $0, pid: state.pid, isHealthy: true) } ?? .nothing
            }
        }

        func stop() throws(CcmuxError) { state.withLock { $0.running = nil } }

        func start() throws(CcmuxError) {
            let version = InstalledBundles(home: home).current?.version.description ?? "none"
            let problem = state.withLock { state in
                state.starts.append(version)
                // A new version changes the database as soon as it opens it.
                if version == "0.2.0", content != nil { content = "changed" }
                if broken[version] == nil { (state.running, state.pid) = (version, state.pid + 1) }
                return broken[version]
            }
            if let problem { throw problem }
        }

        var content: String? {
            get { database.withLock { $0.content } }
            set { database.withLock { $0.content = newValue } }
        }

        func copyDatabase(to path: String) throws(CcmuxError) -> Bool {
            guard let content else { return false }
            try Files.replace(path, with: Array(content.utf8), durable: false)
            return true
        }

        func restoreDatabase(from path: String, aside: String) throws(CcmuxError) {
            content = (try Files.read(path, limit: 100)).map { String(decoding: $0, as: UTF8.self) }
        }

        func step(_ text: String) {}
        func downloaded(_ bytes: Int64, of size: Int64) {}
    }

    private func prepared() throws -> TemporaryHome {
        let place = try TemporaryHome()
        try place.putVersion("0.1.0")
        try Files.replaceLink(place.home.currentBundle, to: "versions/0.1.0")
        return place
    }

    private func updater(_ place: TemporaryHome, _ stage: Stage) throws -> Updater {
        let current = try #require(InstalledBundles(home: place.home).current)
        return Updater(home: place.home, current: current, surroundings: stage, progress: stage)
    }

    @Test func `a bundle that does not start is replaced by the one before and barred`() async throws {
        let place = try prepared()
        let home = place.home
        try place.putBundle(home.candidateBundle, version: "0.2.0")
        let stage = Stage(home, broken: ["0.2.0": CcmuxError(.unavailable, "It fell over.")])
        let error = await #expect(throws: CcmuxError.self) {
            try await updater(place, stage).installCandidate()
        }
        #expect(error?.message == "0.2.0 did not prove itself: It fell over. 0.1.0 runs again.")
        #expect(stage.starts == ["0.2.0", "0.1.0"] && stage.running == "0.1.0")
        let bundles = InstalledBundles(home: home)
        #expect(bundles.current?.description == "0.1.0" && bundles.previous == nil)
        #expect(Quarantine(home: home).items.map(\.version) == ["0.2.0"])
        #expect(Set(UpdateNote.waiting(home: home).map(\.note.kind)) == ["update.failed", "update.quarantined"])
        let left = Set(Files.names(in: home.applicationFolder))
        #expect(left.isDisjoint(with: ["update.json", "trial", "starts", ".way-back", "preflight"]), "\(left)")
        #expect(bundles.all.map(\.description) == ["0.1.0"])
    }

    @Test(arguments: [true, false])
    func `the database comes back where the old version cannot read it any more`(canRead: Bool) async throws {
        let place = try TemporaryHome()
        let home = place.home
        try place.putVersion("0.1.0", ok: canRead)
        try Files.replaceLink(home.currentBundle, to: "versions/0.1.0")
        try place.putBundle(home.candidateBundle, version: "0.2.0", found: 1)
        let stage = Stage(home, broken: ["0.2.0": CcmuxError(.unavailable, "It fell over.")])
        stage.content = "old"
        let error = await #expect(throws: CcmuxError.self) { try await updater(place, stage).installCandidate() }
        #expect(stage.content == (canRead ? "changed" : "old"))
        #expect(error?.message.contains("database is again as it was") == !canRead)
        let backups = Files.names(in: home.backupFolder)
        #expect(backups.count == 1 && backups.allSatisfy { place.read("backups/\($0)") == "old" })
        #expect(stage.running == "0.1.0")
    }

    @Test func `a bundle that refuses itself is not taken`() async throws {
        let place = try prepared()
        try place.putBundle(place.home.candidateBundle, version: "0.2.0", ok: false)
        let stage = Stage(place.home)
        let error = await #expect(throws: CcmuxError.self) { try await updater(place, stage).installCandidate() }
        #expect(error?.message == "0.2.0 was not taken: the stars are wrong" && error?.code == .refused)
        #expect(stage.starts.isEmpty && InstalledBundles(home: place.home).current?.description == "0.1.0")
    }

    @Test func `nothing is gone on with where nothing was begun`() async throws {
        let place = try prepared()
        #expect(try await updater(place, Stage(place.home)).recover() == nil)
        try place.write("app/update.json", "{ nonsense")
        #expect(try await updater(place, Stage(place.home)).recover() == nil)
        #expect(place.read("app/update.json") == nil)
    }

    @Test func `a swap that was cut off before the link moved is taken back`() async throws {
        let place = try prepared()
        let home = place.home
        try place.putVersion("0.2.0")
        let journal = UpdateJournal(
            from: "0.1.0", to: "0.2.0", previousBefore: "0.0.9", sha256: "", step: .swapping, at: "", reason: nil,
            backup: nil, isRollback: false)
        try journal.write(home: home)
        try Files.replaceLink(home.previousBundle, to: "versions/0.1.0")
        let stage = Stage(home)
        #expect(try await updater(place, stage).recover() == nil)
        #expect(Files.linkTarget(home.previousBundle) == "versions/0.0.9" && stage.starts.isEmpty)
        #expect(UpdateJournal.read(home: home) == nil)
    }

    @Test func `a way back that was cut off is gone to its end`() async throws {
        for current in ["0.1.0", "0.2.0"] {
            let place = try prepared()
            let home = place.home
            try place.putVersion("0.2.0")
            try Files.replaceLink(home.currentBundle, to: "versions/\(current)")
            let journal = UpdateJournal(
                from: "0.1.0", to: "0.2.0", previousBefore: nil, sha256: "", step: .reverting, at: "",
                reason: "it was bad", backup: nil, isRollback: false)
            try journal.write(home: home)
            let stage = Stage(home)
            let error = await #expect(throws: CcmuxError.self) { try await updater(place, stage).recover() }
            #expect(error?.message.contains("it was bad") == true)
            #expect(InstalledBundles(home: home).current?.description == "0.1.0" && stage.running == "0.1.0")
            #expect(Quarantine(home: home).items.map(\.reason) == ["it was bad"])
        }
    }
}

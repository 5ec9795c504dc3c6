import Fleet
import Logging
import Model
import Platform
import ServiceLifecycle
import Updates

/// The daemon's part in updates: tells what the launcher and updates have noted, forgets counted starts once it is
/// healthy, and starts the process that looks for releases, or finishes an update that was cut off.
struct UpdateService: Service {
    let fleet: Fleet
    let home: HomeLayout
    let settings: UpdateSettings
    let environment: [String: String]
    let logger: Logger
    /// This daemon's program, and its bundle; nil where it is not an installed one.
    let program: String
    let own: BundleName?

    init(fleet: Fleet, home: HomeLayout, settings: UpdateSettings, environment: [String: String], logger: Logger) {
        self.fleet = fleet
        self.home = home
        self.settings = settings
        self.environment = environment
        self.logger = logger
        program = executablePath() ?? ""
        own = InstalledBundles(home: home).bundle(ofProgram: program)
    }

    /// Seconds between two looks at notes and journals.
    private static let pause = 2.0

    func run() async {
        await cancelWhenGracefulShutdown { await follow() }
        // A service that ends would end the others.
        try? await gracefulShutdown()
    }

    private func follow() async {
        let begin = monotonicSeconds()
        var isProven = own == nil
        var looks = 0
        var nextLook = begin + UpdateSchedule.pause(interval: settings.checkInterval, machine: machine, look: 0)
        var nextRecovery = begin
        while !Task.isCancelled {
            await takeNotes()
            let now = monotonicSeconds()
            if let own, let since = await fleet.readySince {
                if !isProven {
                    isProven = StartGuard.healthy(home: home, own: own, healthyFor: wallClock().seconds(since: since))
                }
                if now >= nextRecovery {
                    nextRecovery = now + 30
                    if Files.kind(of: home.updateJournal) != nil { start("--resume") }
                }
                if settings.autoUpdate, !settings.url.isEmpty, now >= nextLook {
                    looks += 1
                    nextLook =
                        now + UpdateSchedule.pause(interval: settings.checkInterval, machine: machine, look: looks)
                    start("--automatic")
                }
            }
            try? await Task.sleep(for: .seconds(Self.pause))
        }
    }

    private var machine: String { home.root + (environment["HOSTNAME"] ?? "") }

    private func takeNotes() async {
        for (path, note) in UpdateNote.waiting(home: home) {
            await fleet.tellInstallation(note.kind, data: note.data, at: Timestamp(rfc3339: note.at) ?? wallClock())
            Files.remove(path)
        }
    }

    /// Starts `ccmuxd update` as a process that outlives this daemon, unless an update is going on.
    private func start(_ option: String) {
        guard let isFree = try? FileLock.attempt(home.updateLock) != nil, isFree else { return }
        if let stamp = Files.stamp(of: home.updateLog), stamp.size > 1 << 20 { Files.remove(home.updateLog) }
        do throws(CcmuxError) {
            let pid = try spawnDetached(
                [program, "update", option], environment: environment, output: home.updateLog)
            logger.debug("an update process was started", metadata: ["pid": "\(pid)", "option": "\(option)"])
        } catch {
            logger.warning("an update process cannot be started: \(error.message)")
        }
    }
}

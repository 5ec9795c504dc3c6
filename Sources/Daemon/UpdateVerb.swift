import Config
import Model
import Platform
import Updates

/// `ccmuxd update`: a process of its own that looks for a bundle, checks it, brings it into use and watches it.
struct UpdateVerb {
    let home: HomeLayout
    let environment: [String: String]
    private let telling = UpdateTelling()

    init(home: HomeLayout, environment: [String: String]) {
        self.home = home
        self.environment = environment
    }

    /// - Returns: the exit status: 0 done, 3 nothing newer (`--check`).
    func main(_ arguments: [String]) async throws(CcmuxError) -> Int32 {
        let arguments = try UpdateArguments(arguments)
        if arguments.mode == .faultPoints {
            if FaultPoint.areArmed { for point in FaultPoint.allCases { Output.line(point.rawValue) } }
            return 0
        }
        let program = executablePath() ?? ""
        let bundles = InstalledBundles(home: home)
        guard bundles.bundle(ofProgram: program) != nil, let current = bundles.current else {
            throw Self.notInstalled(program, home)
        }
        guard let lock = try FileLock.attempt(home.updateLock) else {
            if arguments.mode == .automatic || arguments.mode == .resume { return 0 }
            throw CcmuxError(.refused, "Another update is going on.", advice: "Wait for its end, and look again.")
        }
        lock.note("\(thisProcess())\n")
        let status = try await run(arguments, current)
        lock.keepAlive()
        return status
    }

    private func updater(_ current: BundleName) -> Updater {
        let telling = telling
        return Updater(
            home: home, current: current,
            surroundings: InstalledSurroundings(
                home: home, environment: environment.filter { !$0.key.hasPrefix("CCMUX_FAULT") }
            ) { telling.step($0) },
            progress: telling)
    }

    private func run(_ arguments: UpdateArguments, _ current: BundleName) async throws(CcmuxError) -> Int32 {
        // Looking changes nothing, not even what was cut off.
        if arguments.mode != .check {
            let done = try await updater(current).recover()
            if arguments.mode == .resume { return 0 }
            if let done { telling.step("the update to \(done.to) that was cut off is in use now") }
        }
        // The recovery may have moved the link.
        let updater = updater(InstalledBundles(home: home).current ?? current)
        let configuration = try Configuration.load(path: home.configuration)
        switch arguments.mode {
        case .rollback: return try report(try await rollback(updater), arguments)
        case .automatic: return try await automatic(updater, configuration.updates)
        case .check: return try await check(updater, arguments, configuration.updates)
        default: return try report(try await install(updater, arguments, configuration.updates), arguments)
        }
    }

    private func source(_ settings: UpdateSettings, _ arguments: UpdateArguments) throws(CcmuxError) -> Updater.Source {
        guard !settings.url.isEmpty else {
            throw CcmuxError(
                .configuration, "No address of releases is set, and no candidate is staged.",
                advice: "Set one: ccmux config set updateURL https://…/releases")
        }
        return Updater.Source(
            location: try ReleaseLocation(root: settings.url), channel: arguments.channel ?? settings.channel,
            keys: .choose(releaseURL: settings.url, override: environment["CCMUX_RELEASE_KEYS"]))
    }

    // MARK: Ways

    private func install(
        _ updater: Updater, _ arguments: UpdateArguments, _ settings: UpdateSettings
    ) async throws(CcmuxError) -> UpdateOutcome {
        if arguments.version == nil, arguments.channel == nil, updater.hasCandidate {
            return try await updater.installCandidate()
        }
        if let version = arguments.version, version != updater.current.version,
            let here = updater.newestHere(of: version)
        {
            return try await updater.goBack(to: here, barring: version < updater.current.version)
        }
        let wish = arguments.version.map { UpdateWish.version($0) } ?? .newest
        let (manifest, decision, address) = try await updater.look(try source(settings, arguments), wish: wish)
        switch decision {
        case .upToDate:
            return UpdateOutcome(action: .upToDate, from: "\(updater.current)", to: "\(manifest.version)")
        case .refuse(let reason):
            throw CcmuxError(
                .refused, reason,
                advice: "Nothing was changed. 'ccmux update --to VERSION' takes one in spite of that.")
        case .install(let asset):
            return try await updater.install(manifest, asset, base: address)
        }
    }

    private func rollback(_ updater: Updater) async throws(CcmuxError) -> UpdateOutcome {
        guard let previous = updater.previous, previous != updater.current else {
            throw CcmuxError(.notFound, "There is no version before \(updater.current) on this machine.")
        }
        if let item = Quarantine(home: home).item(previous) {
            throw CcmuxError(
                .refused, "\(previous), the version before, is in quarantine: \(item.reason).",
                advice: "'ccmux update --to \(previous.version)' takes it in spite of that.")
        }
        return try await updater.goBack(to: previous, barring: true)
    }

    private func check(
        _ updater: Updater, _ arguments: UpdateArguments, _ settings: UpdateSettings
    ) async throws(CcmuxError) -> Int32 {
        if arguments.version == nil, arguments.channel == nil, updater.hasCandidate {
            return try report(
                UpdateOutcome(action: .available, from: "\(updater.current)", to: "candidate"), arguments)
        }
        let wish = arguments.version.map { UpdateWish.version($0) } ?? .newest
        let (manifest, decision, _) = try await updater.look(try source(settings, arguments), wish: wish)
        var outcome = UpdateOutcome(
            action: .upToDate, from: "\(updater.current)", to: "\(manifest.version)", notes: manifest.notes,
            date: manifest.date)
        switch decision {
        case .refuse(let reason): throw CcmuxError(.refused, reason)
        case .upToDate: break
        case .install: outcome.action = .available
        }
        _ = try report(outcome, arguments)
        return outcome.action == .available ? 0 : CcmuxError.Code.notFound.exitStatus
    }

    // MARK: Saying

    private func report(_ outcome: UpdateOutcome, _ arguments: UpdateArguments) throws(CcmuxError) -> Int32 {
        if arguments.json {
            try JSONOutput.print(outcome)
            return 0
        }
        let text =
            switch outcome.action {
            case .installed: "Updated from \(outcome.from) to \(outcome.to). The agents go on."
            case .rolledBack: "Went back from \(outcome.from) to \(outcome.to), and \(outcome.from) is in quarantine."
            case .upToDate: "\(outcome.from) is up to date."
            case .available: "An update is available: \(outcome.to). You have \(outcome.from)."
            case .recovered: "The update to \(outcome.to) is in use."
            }
        Output.line(text)
        for line in (outcome.notes ?? "").split(whereSeparator: \.isNewline).prefix(20) {
            Output.line("  " + UpdateTelling.plain(String(line.prefix(200))))
        }
        return 0
    }

    private static func notInstalled(_ program: String, _ home: HomeLayout) -> CcmuxError {
        let isPackage = program.hasPrefix("/usr/") && !program.hasPrefix("/usr/local/")
        return CcmuxError(
            .refused, "This ccmux (\(program)) is not one that updates itself: those lie in \(home.versionFolder).",
            advice: isPackage
                ? "It came with a package of the system: sudo apt update && sudo apt upgrade"
                : "In a checkout: git pull && ./install.sh")
    }
}

import API
import Agents
import Config
import Fleet
import Library
import Logging
import Model
import NIOCore
import NIOPosix
import Platform
import ServiceLifecycle
import Store
import Tmux
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ccmuxd run`: builds the services and runs them until SIGTERM or SIGINT. The agents go on without it.
struct DaemonRun {
    let home: HomeLayout
    let environment: [String: String]

    /// - Throws: `.refused` when a daemon of this home runs already; `.configuration` and `.failed` when it cannot start.
    func run() async throws(CcmuxError) {
        try prepareHome()
        guard let lock = try await DaemonTakeover(home: home, environment: environment).lock() else {
            throw CcmuxError(
                .refused, "A daemon for \(home.root) is running already.", advice: "ccmux daemon status shows it.")
        }
        lock.note("\(getpid())\n")
        let configuration = try Configuration.load(path: home.configuration)
        let logger = try DaemonLog.start(configuration.log, home: home)
        // Before the database, which would be made, or brought up to date, for a daemon that cannot run.
        let tmux = try await TmuxProgram.find(configuration.tmux, environment: environment)
        let store = try Store(path: home.database)
        let login = await LoginEnvironment.read(environment)
        if let problem = login.problem { logger.warning("the daemon's own environment is used: \(problem)") }
        try await serve(configuration, store, tmux, login.variables, logger)
        lock.keepAlive()
    }

    private func prepareHome() throws(CcmuxError) {
        try home.checkSocketPaths()
        for folder in home.folders { try Files.makeFolder(folder) }
        try Files.restrictFolder(home.root)
    }

    private func serve(
        _ configuration: Configuration, _ store: Store, _ program: TmuxProgram, _ login: [String: String],
        _ logger: Logger
    ) async throws(CcmuxError) {
        let ccmux = try BundlePath.ccmux(home: home)
        let client = ControlClientNote(path: home.tmuxClient, logger: logger)
        await client.endOrphan()
        let tmux = TmuxServer(
            configuration: TmuxConfiguration(
                executable: program.path, socket: program.socket, environment: TmuxProgram.environment(login),
                serverPatience: TmuxProgram.serverPatience(environment)),
            logger: logger, clientStarted: client.write)
        let catalog = AgentCatalog.whole(folder: home.agentFolder)
        for problem in catalog.problems {
            logger.warning(
                "a kind of agents cannot be used: \(problem.error.message)", metadata: ["kind": "\(problem.kind)"])
        }
        var options = options(configuration, login, ccmux)
        // One for all parts that keep something there.
        let library = try LibraryDatabase(path: home.index)
        if let problem = library.problem {
            logger.warning("usage and search are kept in memory only: \(problem.message)")
        }
        options.usageLibrary = try UsageLibrary(
            database: library, prices: UsagePrices(configuration.usage.prices), logger: logger)
        let fleet = try Fleet(
            options: options, store: store, tmux: tmux, catalog: catalog,
            binaries: AgentBinaries(configured: configuration.agents.paths, ccmux: ccmux, environment: login),
            logger: logger)
        let search = try SearchLibrary(
            database: library, settings: configuration.search, roots: { await fleet.transcriptRoots() },
            logger: logger)
        // Two threads serve hundreds of connections; one for each of many cores would only cost memory.
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))
        let facts = DaemonFacts(
            pid: getpid(), startedAt: wallClock(), home: home, tmuxVersion: program.version.description)
        let notice = ServiceNotice(environment: environment)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: FleetService(fleet: fleet)),
            .init(service: SearchService(search: search)),
            .init(
                service: ReportService(
                    listener: ReportListener(home: home, group: threads, logger: logger), fleet: fleet)),
            .init(
                service: APIServer(
                    fleet: fleet, search: search, about: facts, group: threads, logger: logger,
                    listening: { notice?.send(.ready) })),
        ]
        // The last one is the first to be told that the end has come.
        if let notice { services.append(.init(service: ServiceReporter(notice: notice, fleet: fleet))) }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: DaemonLog.quiet(logger)))
        logger.info(
            "the daemon begins",
            metadata: ["version": "\(ccmuxVersion)", "home": "\(home.root)", "tmux": "\(program.version)"])
        do {
            try await group.run()
        } catch {
            logger.critical("the daemon ends: \(error)")
            throw CcmuxError(.failed, "The daemon could not go on: \(error)")
        }
        await options.usageLibrary?.save()
        logger.info("the daemon ends")
    }

    private func options(
        _ configuration: Configuration, _ login: [String: String], _ ccmux: String
    ) -> FleetOptions {
        var options = FleetOptions(
            home: home, ccmux: ccmux, userHome: login["HOME"] ?? environment["HOME"] ?? "/", isRoot: geteuid() == 0,
            loginEnvironment: login, configuredEnvironment: configuration.agents.environment,
            defaultAgent: configuration.agents.defaultKind, remoteControl: configuration.agents.remoteControl,
            remoteControlPrefix: configuration.agents.prefix(environment: login.merging(environment) { $1 }),
            sweepInterval: Double(configuration.fleet.sweepInterval),
            startsAtOnce: configuration.fleet.startLimit(cores: System.coreCount),
            stopGrace: Double(configuration.fleet.stopGrace), paneWidth: configuration.fleet.width,
            paneHeight: configuration.fleet.height, eventsKept: configuration.events.keep)
        options.limits = configuration.limits
        options.watchdog = configuration.watchdog
        options.hibernation = configuration.hibernation
        options.policy = configuration.policy
        options.usage = configuration.usage
        options.worktrees = configuration.worktrees
        return options
    }
}

private struct FleetService: Service {
    let fleet: Fleet

    func run() async {
        await cancelWhenGracefulShutdown { await fleet.run() }
    }
}

private struct SearchService: Service {
    let search: SearchLibrary

    func run() async {
        await cancelWhenGracefulShutdown { await search.run() }
        // A service that ends would end the others.
        try? await gracefulShutdown()
    }
}

private struct ReportService: Service {
    let listener: ReportListener
    let fleet: Fleet

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await listener.run { incoming in await fleet.take(incoming) }
        }
    }
}

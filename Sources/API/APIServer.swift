package import Fleet
import Hummingbird
package import Library
package import Logging
package import NIOCore
import Platform
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The API over the Unix socket of a home. Whoever can open it is the user.
package struct APIServer: Service {
    private let fleet: Fleet
    private let search: SearchLibrary
    private let about: DaemonFacts
    private let group: any EventLoopGroup
    private let logger: Logger
    private let listening: @Sendable () -> Void

    /// - Parameter listening: called once connections are taken.
    package init(
        fleet: Fleet, search: SearchLibrary, about: DaemonFacts, group: any EventLoopGroup, logger: Logger,
        listening: @escaping @Sendable () -> Void = {}
    ) {
        self.fleet = fleet
        self.search = search
        self.about = about
        self.group = group
        self.logger = logger
        self.listening = listening
    }

    /// The routes, whatever they are served over.
    private func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorMiddleware())
        let v1 = router.group("v1")
        SessionRoutes(fleet: fleet).add(to: v1)
        ExternalRoutes(fleet: fleet).add(to: v1)
        LimitRoutes(fleet: fleet).add(to: v1)
        SearchRoutes(fleet: fleet, search: search).add(to: v1)
        UsageRoutes(fleet: fleet).add(to: v1)
        WorktreeRoutes(fleet: fleet).add(to: v1)
        SendRoutes(fleet: fleet).add(to: v1)
        TranscriptRoutes(fleet: fleet).add(to: v1)
        ApprovalRoutes(fleet: fleet).add(to: v1)
        EventRoutes(fleet: fleet).add(to: v1)
        DaemonRoutes(fleet: fleet, about: about).add(to: v1)
        return router
    }

    package func run() async throws {
        // Whoever is answered sees the fleet as it is, not as it was when the daemon ended.
        await fleet.waitUntilReady()
        let path = about.home.daemonSocket
        // A daemon that was killed leaves its socket; the lock says that nobody listens there.
        Files.remove(path)
        let application = Application(
            router: router(),
            server: .http1(configuration: .init(additionalChannelHandlers: [PeerGuard()], idleTimeout: .minutes(10))),
            configuration: .init(address: .unixDomainSocket(path: path), serverName: nil, backlog: 512),
            onServerRunning: { [listening] _ in
                chmod(path, 0o600)
                listening()
            }, eventLoopGroupProvider: .shared(group), logger: quiet)
        // Readers of the event stream would hold the end up for as long as they like.
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            fleet.events.finish()
        }
        Files.remove(path)
    }

    /// The server tells of every start and connection.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

import Foundation
import Logging
import Testing

@testable import Tmux

/// A tmux server of a test's own: its socket, its home and its configuration lie in a folder that goes with it.
struct PrivateTmux {
    let folder: URL
    let configuration: TmuxConfiguration
    let server: TmuxServer

    /// The program to test with; another version's path can be given in `CCMUX_TEST_TMUX`.
    static let executable: String = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["CCMUX_TEST_TMUX"], !path.isEmpty { return path }
        let folders = (environment["PATH"] ?? "").split(separator: ":") + ["/usr/bin", "/opt/homebrew/bin"]
        let found = folders.map { "\($0)/tmux" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? "/usr/bin/tmux"
    }()

    init(userConfiguration: String? = nil, environment: [String: String] = [:]) throws {
        // Short: a socket's path has little room.
        let parent = FileManager.default.fileExists(atPath: "/private/tmp") ? "/private/tmp" : "/tmp"
        folder = URL(fileURLWithPath: "\(parent)/ccmux-tmux-\(UInt32.random(in: .min ... .max))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        if let userConfiguration {
            try userConfiguration.write(
                to: folder.appendingPathComponent(".tmux.conf"), atomically: true, encoding: .utf8)
        }
        var variables = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "SHELL": "/bin/sh", "LANG": "C"]
        variables.merge(environment) { $1 }
        configuration = TmuxConfiguration(
            executable: Self.executable, socket: .path(folder.appendingPathComponent("s").path),
            configFile: userConfiguration == nil ? "/dev/null" : nil, environment: variables)
        var logger = Logger(label: "tmux-tests")
        logger.logLevel = .critical
        server = TmuxServer(configuration: configuration, logger: logger)
    }

    /// Another speaker to the same server, without a connection.
    func unconnected() -> TmuxServer {
        TmuxServer(configuration: configuration, logger: server.logger)
    }

    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// A program that shows nothing and lives until it is killed.
    static let quiet = ["sleep", "1000"]

    func session(
        _ name: String, argv: [String] = PrivateTmux.quiet, directory: String? = nil,
        sessionOptions: [String: String] = [:], paneOptions: [String: String] = [:]
    ) async throws -> (id: SessionID, pane: PaneIdentity) {
        let (id, pane) = try await server.createSession(
            NewSession(
                name: name, directory: directory ?? folder.path, width: 100, height: 30, argv: argv,
                sessionOptions: sessionOptions, paneOptions: paneOptions))
        return (id, pane)
    }

    func pane(of id: SessionID, options: [String] = []) async throws -> PaneSnapshot? {
        try await server.snapshot(options: options).panes.first { $0.sessionID == id }
    }

    /// Runs the body with the connection up, and takes everything away afterwards.
    static func connected(
        userConfiguration: String? = nil, environment: [String: String] = [:],
        _ body: (PrivateTmux) async throws -> Void
    ) async throws {
        let tmux = try PrivateTmux(userConfiguration: userConfiguration, environment: environment)
        let running = Task { await tmux.server.run() }
        do {
            try await eventually("the connection is up") { await tmux.server.isConnected }
            try await body(tmux)
        } catch {
            await tmux.close(running)
            throw error
        }
        await tmux.close(running)
    }

    private func close(_ running: Task<Void, Never>) async {
        running.cancel()
        await running.value
        await close()
    }

    func close() async {
        // A test that is out of time is cancelled; what it started must go all the same.
        await Task { _ = try? await unconnected().run(TmuxCommand("kill-server")) }.value
        try? FileManager.default.removeItem(at: folder)
    }
}

struct NotYet: Error, CustomStringConvertible {
    let description: String
}

/// Waits until the condition holds, for at most that long.
func eventually(
    _ what: String, within limit: Duration = .seconds(15), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NotYet(description: "not in \(limit): \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Expects the body to fail in just that way.
func expectFailure(
    _ code: TmuxError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("it did not fail", sourceLocation: sourceLocation)
    } catch let error as TmuxError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

extension [UInt8] {
    init(_ text: String) { self = Array(text.utf8) }
}

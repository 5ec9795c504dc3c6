extension TmuxConfiguration {
    /// The server itself, in the foreground: no client, no session, and it stays when the last session ends.
    package var foregroundCommand: [String] { [executable] + globalArguments + ["-D"] }
}

extension TmuxServer {
    /// The process id of the server that `configuration` means; nil where none answers. Never starts one.
    package static func runningServer(_ configuration: TmuxConfiguration) async -> Int32? {
        let words = ["display-message", "-p", "#{pid}"].map { Array($0.utf8) }
        let outcome = try? await OneShot(configuration: configuration).run(
            arguments: configuration.oneShotArguments(words), command: "display-message", timeout: .seconds(5))
        guard let outcome, outcome.succeeded else { return nil }
        return Int32(String(decoding: outcome.output, as: UTF8.self).filter { $0.isNumber })
    }

    /// Gives whatever starts the server, a unit of the init system, some time to do it. Without that it would be
    /// started here, and belong to the daemon's unit.
    func awaitServer() async {
        let deadline = ContinuousClock.now + configuration.serverPatience
        while ContinuousClock.now < deadline, !Task.isCancelled {
            if await Self.runningServer(configuration) != nil { return }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}

import Subprocess

/// Ends a control client. May be called from anywhere, more than once.
struct HangUp: Sendable {
    /// Yields whenever there is something to send; its end closes the client's standard input.
    let wake: AsyncStream<Void>.Continuation
    /// Its end starts the time after which the client is killed.
    let grace: AsyncStream<Never>.Continuation

    /// Closes standard input, on which a control client detaches. Never a SIGTERM: tmux tells the server
    /// then that the client is exiting, and a server that dies meanwhile can hang half alive.
    func callAsFunction() {
        wake.finish()
        grace.finish()
    }
}

/// The process `tmux -C`: bytes in, bytes out.
struct ControlProcess {
    let configuration: TmuxConfiguration
    let hangUp: HangUp
    private let started: @Sendable (Int32) -> Void
    private let wakeUps: AsyncStream<Void>
    private let graces: AsyncStream<Never>

    /// - Parameter started: is given the client's process id.
    init(configuration: TmuxConfiguration, started: @escaping @Sendable (Int32) -> Void = { _ in }) {
        self.configuration = configuration
        self.started = started
        let (wakeUps, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (graces, grace) = AsyncStream<Never>.makeStream()
        self.wakeUps = wakeUps
        self.graces = graces
        self.hangUp = HangUp(wake: wake, grace: grace)
    }

    /// Runs the client until it ends by itself or is hung up on, and reaps it.
    ///
    /// `outgoing` is asked for bytes after each wake-up. Must not run in a task that gets cancelled:
    /// the library would kill the client.
    func run(
        outgoing: @escaping @Sendable () async -> [UInt8],
        incoming: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws(TmuxError) {
        let launch = TmuxLaunch.configuration(
            configuration, arguments: configuration.controlArguments.map { Array($0.utf8) })
        do {
            _ = try await Subprocess.run(
                launch, input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { execution in
                started(execution.processIdentifier.value)
                await withTaskGroup(of: Void.self) { group in
                    let writer = execution.standardInputWriter
                    group.addTask {
                        for await _ in wakeUps {
                            let bytes = await outgoing()
                            guard !bytes.isEmpty else { continue }
                            guard let count = try? await writer.write(bytes), count == bytes.count else { break }
                        }
                        try? await writer.finish()
                    }
                    group.addTask {
                        for await _ in graces {}
                        try? await Task.sleep(for: .seconds(1))
                        if !Task.isCancelled { try? execution.send(signal: .kill) }
                    }
                    do {
                        for try await buffer in execution.standardOutput {
                            await incoming(buffer.withUnsafeBytes { Array($0) })
                        }
                    } catch {
                        // A pipe that cannot be read is a lost connection, like one that has ended.
                    }
                    group.cancelAll()
                }
                // Nothing more can come from it. Whoever has lost the output must not keep the input.
                try? execution.send(signal: .kill)
            }
        } catch {
            throw TmuxLaunch.error(error, executable: configuration.executable, command: "control mode")
        }
    }
}

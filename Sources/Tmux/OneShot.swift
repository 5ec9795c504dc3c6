import Subprocess

/// tmux as a program that runs once: what is left when there is no control connection.
struct OneShot: Sendable {
    /// How such a run ended.
    struct Outcome: Sendable {
        var output: [UInt8]
        var errorText: String
        var succeeded: Bool

        /// The failure in tmux's words.
        func error(command: String) -> TmuxError {
            let words = errorText.split(whereSeparator: \.isNewline).last.map { String($0) }
            return TmuxError(message: words ?? "tmux failed without a word", command: command)
        }
    }

    let configuration: TmuxConfiguration
    /// What is kept of the output, in bytes. More is an error.
    static let outputLimit = 16 << 20

    /// Runs `tmux GLOBAL… WORDS…` with the bytes as its standard input.
    func run(
        arguments: [[UInt8]], input: [UInt8] = [], command: String, timeout: Duration
    ) async throws(TmuxError) -> Outcome {
        let launch = TmuxLaunch.configuration(configuration, arguments: arguments)
        let executable = configuration.executable
        let race = await withTaskGroup(of: Result<Outcome, TmuxError>?.self) { group in
            group.addTask {
                do {
                    // The library's own input of bytes ends the whole program where the child ends before it has
                    // read them all (1.0.2: the descriptor is not closed then).
                    let done = try await Subprocess.run(
                        launch, input: .inputWriter, output: .bytes(limit: Self.outputLimit),
                        error: .bytes(limit: 1 << 20)
                    ) { execution in
                        if !input.isEmpty { _ = try? await execution.standardInputWriter.write(input) }
                        try? await execution.standardInputWriter.finish()
                    }
                    return .success(
                        Outcome(
                            output: done.standardOutput,
                            errorText: String(decoding: done.standardError, as: UTF8.self),
                            succeeded: done.terminationStatus.isSuccess))
                } catch {
                    return .failure(TmuxLaunch.error(error, executable: executable, command: command))
                }
            }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
        guard let race else {
            throw TmuxError(.timedOut, command: command, message: "no answer in \(timeout)")
        }
        return try race.get()
    }

    /// Runs requests in as few processes as tmux's rules allow; the results are in the requests' order.
    func run(_ requests: [TmuxRequest], timeout: Duration) async -> [Result<TmuxReply, TmuxError>] {
        var results: [Result<TmuxReply, TmuxError>] = []
        var rest = requests[...]
        while let first = rest.first {
            if let invalidity = first.invalidity {
                results.append(.failure(invalidity))
                rest = rest.dropFirst()
                continue
            }
            let chain = OneShotChain(fitting: rest)
            do {
                let outcome = try await run(
                    arguments: configuration.oneShotArguments(chain.words), command: first.name, timeout: timeout)
                let done = chain.results(outcome)
                results += done
                rest = rest.dropFirst(done.count)
                if case .failure(let error) = done.last, error.isTransport {
                    results += rest.map { .failure(TmuxError(error.code, command: $0.name, message: error.message)) }
                    return results
                }
            } catch {
                results += rest.map { .failure(TmuxError(error.code, command: $0.name, message: error.message)) }
                return results
            }
        }
        return results
    }
}

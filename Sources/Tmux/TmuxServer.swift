package import Logging

/// One tmux server, spoken to over one control connection where that can be had, else by a process per request.
///
/// ``run()`` keeps the connection up for as long as its task lives. Everything works without it as well, slower
/// (a process each time, 3-8 ms, instead of 0.1 ms) and without notifications; then no server is ever started.
package actor TmuxServer {
    package nonisolated let configuration: TmuxConfiguration
    nonisolated let logger: Logger
    nonisolated let oneShot: OneShot
    nonisolated let clientStarted: @Sendable (Int32) -> Void

    /// The connection, from its start on; `identity` is set once it can be used.
    var link: ControlLink?
    var subscribers = NotificationHub()
    /// Why nothing can work at all (no tmux, too old), as found by ``run()``.
    var unusable: TmuxError?
    /// Whether `paste-buffer` of the running server has `-S`, by server.
    var pasteKnowsVerbatim: (server: ServerIdentity?, answer: Bool)?
    var isRunning = false
    var isKnownUsable = false
    /// The ticket of the question whose answer makes the connection usable.
    var handshake: ControlDialogue.Ticket = 0

    private var batches: [Int: Batch] = [:]
    private var owners: [ControlDialogue.Ticket: (batch: Int, index: Int)] = [:]
    private var lastBatch = 0
    private var lastGeneration = 0
    private var lastName = 0

    private struct Batch {
        var results: [Result<TmuxReply, TmuxError>?]
        var missing: Int
        let continuation: CheckedContinuation<[Result<TmuxReply, TmuxError>], Never>
        let names: [String]
        let timer: Task<Void, Never>
    }

    /// From here on the process ignores SIGPIPE: a tmux that dies while it is written to must not end us.
    ///
    /// - Parameter clientStarted: is given the process id of each control client, as soon as it runs.
    package init(
        configuration: TmuxConfiguration, logger: Logger, clientStarted: @escaping @Sendable (Int32) -> Void = { _ in }
    ) {
        self.clientStarted = clientStarted
        BrokenPipes.ignore()
        self.configuration = configuration
        self.logger = logger
        self.oneShot = OneShot(configuration: configuration)
    }

    /// Whether the control connection is up.
    package var isConnected: Bool { link?.identity != nil }

    /// The life of the server that the connection is up to.
    package var identity: ServerIdentity? { link?.identity }

    /// What the server tells, from now on. Any number of subscribers; each has a buffer of its own, and one that
    /// does not read gets a `.missed` in place of what did not fit. The stream ends when its reader is cancelled.
    package func notifications(limit: Int = 1024) -> AsyncStream<TmuxNotification> {
        subscribers.subscribe(limit: limit)
    }

    /// Runs the commands, pipelined, each for itself: one that fails does not stop the next.
    ///
    /// - Returns: a result for each, in order.
    /// - Throws: where none could be asked at all, because there is no tmux or no server.
    package func run(
        _ commands: [TmuxCommand], timeout: Duration = .seconds(5)
    ) async throws(TmuxError) -> [Result<TmuxReply, TmuxError>] {
        let results = await perform(commands.map { TmuxRequest($0) }, timeout: timeout)
        for result in results {
            guard case .failure(let error) = result, error.isTransport else { return results }
        }
        if case .failure(let error) = results.first { throw error }
        return results
    }

    /// Runs one command.
    package func run(_ command: TmuxCommand, timeout: Duration = .seconds(5)) async throws(TmuxError) -> TmuxReply {
        try await perform(TmuxRequest(command), timeout: timeout)
    }

    /// Runs the commands as one line: nobody else's come between them, and after one that fails the rest is left
    /// out, what was done before stays done. The reply is everything that they printed.
    @discardableResult
    package func sequence(
        _ commands: [TmuxCommand], timeout: Duration = .seconds(5)
    ) async throws(TmuxError) -> TmuxReply {
        try await perform(TmuxRequest(commands), timeout: timeout)
    }

    func perform(_ request: TmuxRequest, timeout: Duration) async throws(TmuxError) -> TmuxReply {
        guard let result = await perform([request], timeout: timeout).first else {
            throw TmuxError(.unreadable, command: request.name, message: "no result")
        }
        return try result.get()
    }

    func perform(_ requests: [TmuxRequest], timeout: Duration) async -> [Result<TmuxReply, TmuxError>] {
        guard !requests.isEmpty else { return [] }
        if isConnected {
            return await withCheckedContinuation { enqueue(requests, timeout: timeout, continuation: $0) }
        }
        if let unusable {
            return requests.map { .failure(TmuxError(unusable.code, command: $0.name, message: unusable.message)) }
        }
        return await oneShot.run(requests, timeout: timeout)
    }

    /// A word that no other connection, process or call uses.
    func freshName() -> String {
        lastName += 1
        return "ccmux-\(OneShotChain.freshNonce())-\(lastName)"
    }

    func freshGeneration() -> Int {
        lastGeneration += 1
        return lastGeneration
    }
}

// MARK: - Requests on their way

extension TmuxServer {
    private func enqueue(
        _ requests: [TmuxRequest], timeout: Duration,
        continuation: CheckedContinuation<[Result<TmuxReply, TmuxError>], Never>
    ) {
        lastBatch += 1
        let number = lastBatch
        var batch = Batch(
            results: [Result<TmuxReply, TmuxError>?](repeating: nil, count: requests.count),
            missing: requests.count, continuation: continuation, names: requests.map(\.name),
            timer: Task {
                try? await Task.sleep(for: timeout)
                if !Task.isCancelled { self.expire(number, after: timeout) }
            })
        for (index, request) in requests.enumerated() {
            let congestion = TmuxError(.refused, command: request.name, message: "tmux does not read what it is sent")
            if let invalidity = request.invalidity ?? (link?.isCongested == true ? congestion : nil) {
                batch.results[index] = .failure(invalidity)
                batch.missing -= 1
            } else if let ticket = link?.send(request) {
                owners[ticket] = (number, index)
            }
        }
        if batch.missing == 0 {
            finish(batch)
        } else {
            batches[number] = batch
        }
    }

    /// Hands a reply to whoever asked.
    func deliver(_ ticket: ControlDialogue.Ticket, _ result: Result<TmuxReply, TmuxError>) {
        guard let (number, index) = owners.removeValue(forKey: ticket),
            let slot = batches.index(forKey: number)
        else { return }
        batches.values[slot].results[index] = result
        batches.values[slot].missing -= 1
        if batches.values[slot].missing == 0 { finish(batches.remove(at: slot).value) }
    }

    /// A server that does not answer is not waited for: the connection is dropped and made anew.
    private func expire(_ number: Int, after timeout: Duration) {
        guard let batch = batches.removeValue(forKey: number) else { return }
        owners = owners.filter { $0.value.batch != number }
        logger.warning("tmux does not answer; dropping the connection", metadata: ["after": "\(timeout)"])
        finish(batch, otherwise: .timedOut, "no answer in \(timeout)")
        dropLink()
    }

    /// Fails all that is on its way.
    func failAll(_ code: TmuxError.Code, _ message: String) {
        let lost = batches
        batches = [:]
        owners = [:]
        for batch in lost.values { finish(batch, otherwise: code, message) }
    }

    private func finish(_ batch: Batch, otherwise code: TmuxError.Code = .disconnected, _ message: String = "") {
        batch.timer.cancel()
        batch.continuation.resume(
            returning: zip(batch.results, batch.names).map { result, name in
                result ?? .failure(TmuxError(code, command: name, message: message))
            })
    }
}

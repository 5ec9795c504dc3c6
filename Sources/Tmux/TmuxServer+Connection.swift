import Logging

extension TmuxServer {
    /// Keeps the control connection up until the task is cancelled: connects, starting the server where none
    /// runs, and connects again when the connection is lost, after 50 ms doubling to 5 s. At the end the
    /// client is detached by closing its input, and reaped; the server and its sessions stay.
    ///
    /// A second call while one is active returns at once.
    package func run() async {
        guard !isRunning else { return }
        isRunning = true
        defer { isRunning = false }
        var backoff = Backoff()
        while !Task.isCancelled {
            if await isUsable() {
                await awaitServer()
                let process = ControlProcess(configuration: configuration, started: clientStarted)
                let started = ContinuousClock.now
                // The library kills the process of a cancelled task; ours shall detach, so its task is not ours.
                let life = Task { await self.live(process) }
                await withTaskCancellationHandler {
                    await life.value
                } onCancel: {
                    process.hangUp()
                }
                if started.duration(to: .now) > Backoff.longest { backoff.reset() }
            }
            try? await Task.sleep(for: backoff.pause())
        }
    }

    /// Whether tmux is there and new enough; asked until the answer is yes.
    private func isUsable() async -> Bool {
        if isKnownUsable { return true }
        do {
            let version = try await Self.version(of: configuration)
            if version.isSupported {
                unusable = nil
                isKnownUsable = true
                return true
            }
            unusable = TmuxError(
                .tooOld, command: "-V", message: "\(version) is older than \(TmuxVersion.oldest), the oldest supported")
        } catch {
            unusable = error
        }
        if let unusable { logger.error("tmux cannot be used", metadata: ["error": "\(unusable)"]) }
        return false
    }

    /// One connection, from start to end.
    private func live(_ process: ControlProcess) async {
        let generation = freshGeneration()
        var link = ControlLink(generation: generation, hangUp: process.hangUp)
        let hubTarget = "=\(configuration.hub):"
        handshake = link.send(
            TmuxRequest(TmuxCommand("display-message", "-p", "#{pid} #{start_time} #{session_id}")))
        // The user's setting would end the hub, and with it perhaps the server, whenever we are away.
        _ = link.send(TmuxRequest(TmuxCommand("set-option", "-t", hubTarget, "destroy-unattached", "off")))
        self.link = link
        let patience = Task {
            try? await Task.sleep(for: .seconds(10))
            if !Task.isCancelled { self.giveUpHandshake(generation) }
        }
        var reason = ""
        do {
            try await process.run(
                outgoing: { await self.takeOutgoing(generation) },
                incoming: { await self.receive($0, generation) })
        } catch {
            reason = error.message
        }
        patience.cancel()
        lose(generation, reason: reason)
    }

    private func takeOutgoing(_ generation: Int) -> [UInt8] {
        guard link?.generation == generation else { return [] }
        return link?.takeOutgoing() ?? []
    }

    private func receive(_ bytes: [UInt8], _ generation: Int) {
        guard link?.generation == generation, let events = link?.receive(bytes) else { return }
        for event in events {
            switch event {
            case .reply(let ticket, let result):
                if ticket == handshake, link?.identity == nil {
                    greet(result)
                } else {
                    deliver(ticket, result)
                }
            case .notification(let notification):
                receive(notification)
            case .outOfStep:
                logger.warning("tmux's replies are out of step; dropping the connection")
                return dropLink()
            }
        }
    }

    private func greet(_ result: Result<TmuxReply, TmuxError>) {
        let words = ((try? result.get().text) ?? "").split(separator: " ")
        guard words.count == 3, let pid = Int32(words[0]), let start = Int(words[1]), let hub = SessionID(words[2])
        else { return dropLink() }
        let identity = ServerIdentity(pid: pid, startTime: start)
        link?.identity = identity
        link?.hub = hub
        logger.info("connected to tmux", metadata: ["pid": "\(pid)"])
        subscribers.post(.connected(identity))
    }

    private func receive(_ notification: TmuxNotification) {
        switch notification {
        case .sessionChanged(let session, _):
            // With `detach-on-destroy off` the server moves a client whose session ended to another session,
            // a person's. That is not ours to sit in.
            if let hub = link?.hub, session != hub { return dropLink() }
        case .exit(let reason):
            link?.lastWords = reason
        default:
            break
        }
        if isConnected { subscribers.post(notification) }
    }

    private func giveUpHandshake(_ generation: Int) {
        if link?.generation == generation, link?.identity == nil { link?.hangUp() }
    }

    /// Ends the connection in use; ``run()`` makes the next.
    func dropLink() {
        guard let link else { return }
        link.hangUp()
        lose(link.generation, reason: "")
    }

    private func lose(_ generation: Int, reason: String) {
        guard let link, link.generation == generation else { return }
        self.link = nil
        let words = reason.isEmpty ? link.lastWords : reason
        logger.info("no connection to tmux", metadata: ["reason": "\(words)"])
        failAll(.disconnected, words.isEmpty ? "the connection was lost" : "the connection was lost: \(words)")
        if link.identity != nil { subscribers.post(.disconnected) }
    }
}

package import Model
package import Platform

/// Speaks the daemon's API over its Unix socket: blocking, one connection for each request.
package struct DaemonClient: Sendable {
    package let socketPath: String
    /// Seconds that a request may take, if its call does not say otherwise.
    package var timeout = 30.0
    /// The largest response that is read, in bytes.
    package var responseLimit = 64 << 20
    /// Called when nobody listens on the socket; returns once the daemon answers.
    package var starter: (@Sendable () throws(CcmuxError) -> Void)?

    package init(layout: HomeLayout) {
        socketPath = layout.daemonSocket
    }

    package init(socketPath: String) {
        self.socketPath = socketPath
    }

    /// Connects, with the daemon started first where `starter` is there to do it.
    func connect() throws(CcmuxError) -> UnixSocket {
        do throws(CcmuxError) {
            return try UnixSocket(connectingTo: socketPath)
        } catch {
            guard error.code == .unavailable else { throw error }
            guard let starter else {
                throw CcmuxError(
                    .unavailable, "The daemon is not running: \(error.message)",
                    advice: "Start it with 'ccmux daemon start'.")
            }
            try starter()
        }
        return try UnixSocket(connectingTo: socketPath)
    }

    func begin(_ request: Request, timeout: Double) throws(CcmuxError) -> Exchange {
        try Exchange(request, over: try connect(), bodyLimit: responseLimit, timeout: timeout)
    }

    /// Sends a request and reads its JSON answer.
    ///
    /// A daemon that is just being killed may still take the connection and never answer. Where the daemon may be
    /// started, what only looks is then asked again.
    package func send<Answer: Decodable>(
        _ request: Request, as type: Answer.Type, timeout: Double? = nil
    ) throws(CcmuxError) -> Answer {
        let timeout = timeout ?? self.timeout
        let deadline = monotonicSeconds() + Self.patienceWithDying
        while true {
            do throws(CcmuxError) {
                return try sendOnce(request, as: type, timeout: timeout)
            } catch {
                guard error.code == .unavailable, request.method == .get, starter != nil,
                    monotonicSeconds() < deadline
                else { throw error }
                _ = waitReadable([], seconds: 0.02)
            }
        }
    }

    private static let patienceWithDying = 2.0

    private func sendOnce<Answer: Decodable>(
        _ request: Request, as type: Answer.Type, timeout: Double
    ) throws(CcmuxError) -> Answer {
        var exchange = try begin(request, timeout: timeout)
        return try Self.answer(try exchange.response(timeout: timeout), as: type)
    }

    static func answer<Answer: Decodable>(_ response: Response, as type: Answer.Type) throws(CcmuxError) -> Answer {
        guard (200...299).contains(response.status) else { throw failure(response) }
        // A body that says nothing may be left out (204).
        return try JSONCoding.decode(type, from: response.body.isEmpty ? Array("{}".utf8) : response.body)
    }

    /// The error that a response of another status than 2xx carries.
    static func failure(_ response: Response) -> CcmuxError {
        if let body = try? JSONCoding.decode(ErrorBody.self, from: response.body) { return body.error }
        if response.status == 404 {
            return CcmuxError(
                .failed, "The daemon does not know this request.",
                advice: "It may be of an older version: 'ccmux daemon restart' runs the installed one.")
        }
        return CcmuxError(
            .failed, "The daemon answered with status \(response.status) and no explanation.",
            advice: "Its log may say more: logs/daemon.log in ~/.ccmux.")
    }
}

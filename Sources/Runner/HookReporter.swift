import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `ccmux hook`: what an agent's hook hands over goes to the daemon. It never fails the agent: it prints nothing and
/// its exit status is 0 whatever happens.
package enum HookReporter {
    /// A payload beyond this is not told; an agent must not fill our memory.
    private static let payloadLimit = 64 << 20

    /// Reads the payload from standard input.
    ///
    /// - Parameter environment: as the runner gave it to the agent; without it the call is a stranger's, and ignored.
    package static func main(environment: [String: String]) -> Int32 {
        SignalPipe.ignore([13])
        guard let caller = Caller(environment: environment) else { return 0 }
        let report = caller.report(waits: nil)
        if case .hook(let hook) = report.content, let start = SessionStart(hook.payload) {
            repin(caller.id, to: start, in: caller.home)
        }
        ReportSender(home: caller.home, timeout: 0.25).send(report)
        return 0
    }

    /// The agent that runs the hook, and what it handed over.
    struct Caller {
        let id: SessionID
        let nonce: String
        let home: HomeLayout
        let input: [UInt8]

        /// Nil for a stranger's call, and where nothing can be read.
        init?(environment: [String: String]) {
            guard let id = environment["CCMUX_SESSION_ID"].flatMap({ SessionID($0) }),
                let nonce = environment["CCMUX_NONCE"],
                let home = try? HomeLayout(environment: environment),
                let input = try? Files.readStandardInput(limit: payloadLimit)
            else { return nil }
            (self.id, self.nonce, self.home, self.input) = (id, nonce, home, input)
        }

        func report(waits: Bool?) -> Report {
            let shortened = HookPayload.shortened(input)
            let hook = Report.Hook(
                payload: String(decoding: shortened, as: UTF8.self), waits: waits,
                isCut: shortened.count < input.count ? true : nil)
            return Report(session: id, nonce: nonce, sequence: nil, at: wallClock(), content: .hook(hook))
        }
    }

    /// The part of a SessionStart payload that the launch file needs.
    private struct SessionStart: Decodable {
        let conversation: ConversationID

        /// Nil for another event. The payloads of those may be large, so they are not parsed here.
        init?(_ payload: String) {
            guard payload.utf8.count < 1 << 20, payload.contains("\"SessionStart\""),
                let fields = try? JSONDecoder().decode(Fields.self, from: Data(payload.utf8)),
                fields.hook_event_name == "SessionStart", let conversation = ConversationID(fields.session_id)
            else { return nil }
            self.conversation = conversation
        }

        private struct Fields: Decodable {
            let hook_event_name: String
            let session_id: String
        }
    }

    /// Written here, not only reported: were the daemon away, the next launch would resume the past.
    private static func repin(_ id: SessionID, to start: SessionStart, in home: HomeLayout) {
        _ = try? LaunchFile.update(id, in: home) { launch in
            guard launch.conversation != start.conversation else { return }
            launch.conversation = start.conversation
            launch.conversed = false
        }
    }
}

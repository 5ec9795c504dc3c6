import Fleet
import Model
import Platform
import ServiceLifecycle

/// Tells systemd what the daemon does and, only while the fleet really answers, that it lives.
struct ServiceReporter: Service {
    let notice: ServiceNotice
    let fleet: Fleet

    /// Seconds between two reports where nobody watches.
    private static let slowInterval = 10.0

    /// Seconds between two signs of life: two may be lost or late before the init system acts.
    static func interval(watchdog: Double?) -> Double {
        min(watchdog.map { $0 / 3 } ?? slowInterval, slowInterval)
    }

    static func status(ready: Bool, tmuxConnected: Bool, sessions: Int) -> String {
        guard ready else { return tmuxConnected ? "looking around" : "waiting for tmux" }
        return "\(sessions) \(sessions == 1 ? "session" : "sessions"), "
            + (tmuxConnected ? "connected to tmux" : "not connected to tmux")
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            var told = ""
            while !Task.isCancelled {
                // An actor that hangs does not answer, and then nothing is said.
                let health = await fleet.health()
                let status = Self.status(
                    ready: health.ready, tmuxConnected: health.tmuxConnected, sessions: health.sessions)
                if status != told {
                    notice.send(.alive, .status(status))
                    told = status
                } else {
                    notice.send(.alive)
                }
                // What is not as it shall be yet will soon be different.
                let isSettled = health.ready && health.tmuxConnected
                try? await Task.sleep(for: .seconds(isSettled ? Self.interval(watchdog: notice.watchdog) : 1))
            }
        }
        notice.send(.stopping, .status("ending; the agents go on"))
    }
}

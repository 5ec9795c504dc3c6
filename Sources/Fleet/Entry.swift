import Agents
import Model
import Platform
import Runner
import Store
import Tmux

/// What the fleet holds in memory of one session.
struct Entry {
    var record: SessionRecord
    var runtime: RuntimeRecord
    var sight: Sight?
    /// Why the daemon does not start it; nil when it may.
    var blocked: String?
    /// Something is being done about it: the reconciler looks again when it is done.
    var isBusy = false
    /// A wish came while it was busy.
    var needsLook = false
    /// When something was last done about it, in the fleet's count of looks and deeds.
    var actedAt = 0
    /// Deeds that failed in a row, and until when no other is tried.
    var failures = 0
    var holdUntil: Timestamp?
    /// Its start holds one of the places until then, or until the agent is ready.
    var startingUntil: Timestamp?
    var shown: Shown?
    /// What its agent gets, as of the last launch file.
    var environment: [String: String]?
    /// When its screen was last kept, in whole seconds since 1970 as tmux counts activity.
    var screenKeptAt: Int?
    /// The conversation whose launch file says that there is something to lose.
    var guarded: ConversationID?

    struct Shown: Hashable {
        var process: ProcessState
        var state: AgentState
        var detail: String?
        var since: Timestamp
    }

    init(record: SessionRecord, runtime: RuntimeRecord) {
        self.record = record
        self.runtime = runtime
    }

    /// The runner's pane.
    var pane: Sight.Pane? { sight?.panes.first { !$0.isDead } }

    var process: ProcessState {
        guard record.wanted == .running else { return pane == nil ? .stopped : .running }
        if blocked != nil || (runtime.blocked != nil && pane != nil) { return .blocked }
        guard pane != nil else { return .starting }
        if runtime.agent != nil { return .running }
        return runtime.retryAt == nil ? .starting : .backoff
    }

    var state: AgentState {
        switch process {
        case .stopped: .stopped
        case .blocked: .blocked
        case .backoff: .crashed
        case .starting: .starting
        case .running: runtime.state
        }
    }

    var detail: String? {
        switch process {
        case .blocked: blocked ?? runtime.blocked
        case .backoff: runtime.lastExit
        default: nil
        }
    }

    func view(now: Timestamp) -> SessionView {
        let alive = process == .running ? runtime.startedAt : nil
        return SessionView(
            id: record.id, name: record.name, agent: record.agent, dir: record.settings.directory,
            uuid: record.conversation, group: record.group, wanted: record.wanted, process: process, state: state,
            since: shown?.since, pid: runtime.agent?.pid, pane: pane?.id.description, restarts: runtime.restarts,
            uptimeSeconds: alive.map { max(0, Int(now.seconds(since: $0))) }, detail: detail,
            pending: pendingSettings, created: record.created)
    }

    /// What the running agent was launched without.
    private var pendingSettings: [String] {
        guard let launched = runtime.launchedSettings, runtime.agent != nil else { return [] }
        return launched.differences(from: record.settings)
    }
}

import Agents
import Model
import Platform
import Runner
import Status
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
    /// The version of the agent that it would launch.
    var preparedVersion: String?
    /// The launch file wants no agent to run.
    var isPutAway = false
    /// The conversation whose launch file says that there is something to lose.
    var guarded: ConversationID?
    /// What the sources say of the agent that runs.
    var signals = Signals()
    var verdict: Verdict
    /// The daemon has begun anew and has not looked at the agent yet.
    var isRemembered: Bool
    /// It tells by a hook when it is ready, and has not yet.
    var awaitsReady = false
    /// We type a prompt: what stands in the composer is ours.
    var isTyping = false
    var watch = PaneWatch()
    var transcript = TranscriptWatch()
    /// Where the running agent keeps its state, and whether that folder is watched.
    var sessionFile: String?

    /// What clients were last told.
    struct Shown: Hashable {
        var process: ProcessState
        var status: AgentStatus
        var unread: Bool
        /// Since when process and state are so.
        var since: Timestamp
    }

    init(record: SessionRecord, runtime: RuntimeRecord) {
        self.record = record
        self.runtime = runtime
        isRemembered = runtime.agent != nil
        verdict = Verdict(AgentStatus(runtime.state), rule: .remembered, reason: "The daemon has only just begun.")
    }

    /// The runner's pane.
    var pane: Sight.Pane? { sight?.panes.first { !$0.isDead } }

    var process: ProcessState {
        if record.wanted == .hibernated { return runtime.agent == nil ? .hibernated : .running }
        guard record.wanted == .running else { return pane == nil ? .stopped : .running }
        if blocked != nil || (runtime.blocked != nil && pane != nil) { return .blocked }
        // Before the first look: what was said before stands.
        guard pane != nil else { return isRemembered && runtime.agent != nil ? .running : .starting }
        if runtime.agent != nil { return .running }
        return runtime.retryAt == nil ? .starting : .backoff
    }

    var state: AgentState { verdict.status.state }
    var detail: String? { verdict.status.detail }

    /// The process as the status engine takes it.
    var processReading: ProcessReading {
        switch process {
        case .stopped: .stopped
        case .hibernated: .hibernated
        case .blocked: .blocked(blocked ?? runtime.blocked ?? "nobody said why")
        case .backoff: .backingOff(lastExit: runtime.lastExit, retryAt: runtime.retryAt)
        case .starting: .starting
        case .running: .running
        }
    }

    /// Decides anew what the agent is doing.
    ///
    /// - Parameter lookedAt: when all panes were last looked at.
    mutating func decide(now: Timestamp, lookedAt: Timestamp?) {
        if isRemembered, process == .running { return }
        var signals = signals
        if let lookedAt, watch.isCurrent { signals.confirm(screenAt: lookedAt) }
        verdict = StatusEngine.verdict(
            process: processReading, signals: signals, launched: runtime.startedAt, awaitsReady: awaitsReady,
            previous: shown?.status.state, now: now)
        if isTyping { verdict.status.draft = false }
    }

    func view(now: Timestamp) -> SessionView {
        let alive = process == .running ? runtime.startedAt : nil
        return SessionView(
            id: record.id, name: record.name, agent: record.agent, dir: record.settings.directory,
            uuid: record.conversation, group: record.group, wanted: record.wanted, process: process,
            since: shown?.since, pid: runtime.agent?.pid, pane: pane?.id.description, restarts: runtime.restarts,
            uptimeSeconds: alive.map { max(0, Int(now.seconds(since: $0))) }, status: verdict.status,
            unread: runtime.unread, retryAt: process == .backoff ? runtime.retryAt : nil,
            pending: pendingSettings, created: record.created)
    }

    /// What the running agent was launched without.
    private var pendingSettings: [String] {
        guard let launched = runtime.launchedSettings, runtime.agent != nil else { return [] }
        return launched.differences(from: record.settings)
    }
}

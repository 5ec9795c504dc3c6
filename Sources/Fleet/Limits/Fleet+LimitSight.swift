import Agents
import Answers
import Model
import Platform
import Runner
import Status
import Store
import Watchdog

extension Fleet {
    /// Whose limits the session's agent has.
    func account(of id: SessionID) -> AccountID? {
        guard let entry = entries[id], let kind = catalog.kind(entry.record.agent) else { return nil }
        var environment = entry.environment ?? agentEnvironment(of: entry.record).variables
        // Where a relative CLAUDE_CONFIG_DIR begins.
        environment["PWD"] = entry.record.settings.directory
        return kind.account(environment, home: environment["HOME"] ?? options.userHome, files: limits.files)
    }

    func limitRules(of record: SessionRecord) -> LimitRules {
        LimitRules(
            [record.settings.environment, options.configuredEnvironment, options.loginEnvironment],
            settings: options.limits)
    }

    /// A cheap look at whether there is anything to see.
    func speaksOfLimit(_ id: SessionID, _ entry: Entry) -> Bool {
        if entry.state == .limited { return true }
        guard entry.state == .idle, let transcript = entry.signals.transcript,
            case .limited = transcript.value.last
        else { return false }
        return limits.memories[id]?.handled.map { transcript.since > $0 } ?? true
    }

    func limitSight(of id: SessionID, _ limited: LimitedAccount?, _ moment: Timestamp) -> LimitSight? {
        readTranscript(of: id)
        guard let entry = entries[id] else { return nil }
        let status = entry.verdict.status
        let parked = limited?.sessions[id]
        var sight = LimitSight(
            session: id, wanted: entry.record.wanted,
            isKnown: entry.process == .running && !entry.isRemembered && entry.signals.screen != nil,
            state: status.state, limit: status.limit, since: entry.shown?.since ?? moment, menu: limitMenu(status),
            word: Self.word(entry.signals.transcript), draft: status.draft, launched: entry.runtime.startedAt,
            conversation: entry.record.conversation, created: entry.record.created, rules: limitRules(of: entry.record),
            memory: limits.memories[id] ?? LimitMemory())
        if let key = parked?.key, parked?.state == .resuming {
            sight.delivery = (try? store.deliveryState(of: id, key: key)) ?? nil
        }
        if let limited, parked?.state == .parked, limited.isDue(limitTiming, now: moment) {
            sight.hasPrompts = (try? store.hasWaitingPrompt(id, now: moment)) ?? false
        }
        return sight
    }

    private func limitMenu(_ status: AgentStatus) -> LimitSight.Menu {
        if let menu = status.menu, menu.kind == .limited {
            return .limit(isAnswerable: menu.stopAndWait != nil)
        }
        return status.menu != nil || status.state.isMenu ? .other : .none
    }

    private static func word(_ transcript: Signal<TranscriptReading>?) -> LimitSight.Word {
        guard let transcript else { return .unknown }
        switch transcript.value.last {
        case .limited(let limit): return .limited(limit, transcript.since)
        case .answer, .toolUse, .turnEnded: return .spoke(transcript.since)
        case .input, .failed, .interrupted: return .other(transcript.since)
        case nil: return .unknown
        }
    }
}

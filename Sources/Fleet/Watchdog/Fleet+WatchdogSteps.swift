import Agents
import Logging
import Model
import Platform
import Runner
import Status
import Store
import Tmux
import Watchdog

extension Fleet {
    /// Seconds after which a prompt that could not be typed is no longer what is needed.
    private static let promptPatience = 120.0
    /// Seconds after which a step that cannot be done is given up.
    private static let stepPatience = 600.0

    /// Does what was decided and is not known to be done.
    func carryOutPending(_ id: SessionID) {
        guard let records = watchdog.records[id] else { return }
        for (rule, record) in records {
            guard let step = record.pending, !watchdog.busy.contains(.init(id: id, rule: rule)) else { continue }
            if let at = record.at, now().seconds(since: at) > Self.stepPatience, !step.isNotice {
                finish(id, rule, "it was given up after \(Int(Self.stepPatience)) s")
                continue
            }
            carryOut(step, record, rule, id)
        }
    }

    private func carryOut(_ step: WatchdogStep, _ record: WatchdogRecord, _ rule: WatchdogRule, _ id: SessionID) {
        switch step {
        case .prompt(let text): say(text, record, rule, id)
        case .copyAndPrompt(let text):
            copyTranscript(of: id, record)
            say(text, record, rule, id)
        case .relaunchAndPrompt(let text, let since): relaunchAndSay(text, since, record, rule, id)
        case .notice(let text): notify(text, rule, id)
        case .noticeAndInterrupt(let text):
            notify(text, rule, id)
            interrupt(id)
        case .takeOver:
            watchdog.busy.insert(.init(id: id, rule: rule))
            spawn { await self.takeOver(id) }
        }
    }

    /// Takes the step out of the record.
    ///
    /// - Parameter problem: why it was not done.
    func finish(_ id: SessionID, _ rule: WatchdogRule, _ problem: String? = nil, events: [NewEvent] = []) {
        guard var record = watchdog.records[id]?[rule], record.pending != nil else { return }
        record.pending = nil
        if problem != nil { record.followUp = nil }
        let failed = problem.map { problem in
            watchdogEvent(
                "watchdog.\(rule.rawValue)", id,
                [
                    "rule": .string(rule.rawValue), "done": .string("nothing: \(problem)"),
                    "occasion": .string(record.occasion ?? ""),
                ])
        }
        save(record, rule, id, events + [failed].compactMap { $0 })
    }

    // MARK: Prompts

    private func say(_ text: String, _ record: WatchdogRecord, _ rule: WatchdogRule, _ id: SessionID) {
        do {
            // The outbox gives the same key only once, whatever came between.
            try post(
                text, to: id, source: "watchdog.\(rule.rawValue)", key: record.key(rule),
                expires: now().adding(seconds: Self.promptPatience))
            finish(id, rule)
        } catch {
            switch error.code {
            case .refused, .invalid, .exists, .notFound: finish(id, rule, error.message)
            default:
                logger.warning("the watchdog's prompt is not written yet: \(error.message)", metadata: ["id": "\(id)"])
            }
        }
    }

    private func relaunchAndSay(
        _ text: String, _ since: Timestamp, _ record: WatchdogRecord, _ rule: WatchdogRule, _ id: SessionID
    ) {
        guard let entry = entries[id], entry.record.wanted == .running else {
            return finish(id, rule, "it is not wanted running any more")
        }
        if let launched = entry.runtime.startedAt, launched > since, entry.runtime.agent != nil {
            return say(text, record, rule, id)
        }
        guard watchdog.relaunched[id] != record.occasion, entry.pane != nil else { return }
        watchdog.relaunched[id] = record.occasion
        relaunch(id)
    }

    // MARK: Copies

    /// Copies that are kept.
    private static let copies = 20

    /// Where the outbox refuses the prompt later on, a copy more does no harm.
    private func copyTranscript(of id: SessionID, _ record: WatchdogRecord) {
        guard let entry = entries[id], let kind = catalog.kind(entry.record.agent),
            let path = transcriptPath(of: id, kind)
        else { return }
        let folder = options.home.transcriptFolder
        let target = "\(folder)/\(entry.record.name)-\(record.occasion ?? "").jsonl"
        do {
            try Files.makeFolder(folder)
            try Files.copy(path, to: target)
            logger.info("a transcript was copied", metadata: ["id": "\(id)", "to": "\(target)"])
            let names = Files.names(in: folder).filter { $0.hasSuffix(".jsonl") }
            let old = names.map { "\(folder)/\($0)" }.compactMap { path in
                Files.stamp(of: path).map { (path: path, at: $0.modified) }
            }.sorted { $0.at > $1.at }.dropFirst(Self.copies)
            for copy in old { Files.remove(copy.path) }
        } catch {
            logger.warning("a transcript cannot be copied: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    // MARK: Keys

    /// Only while it still works and shows no menu.
    private func interrupt(_ id: SessionID) {
        guard let entry = entries[id], entry.state == .working, entry.verdict.status.menu == nil, let pane = entry.pane
        else { return }
        let mark = mark.guardMark(id)
        spawn {
            do {
                try await self.tmux.sendKeys(["Escape"], to: pane.id, guardedBy: mark)
            } catch {
                self.logger.warning("an agent cannot be interrupted: \(error)", metadata: ["id": "\(id)"])
            }
        }
    }
}

extension WatchdogStep {
    var isNotice: Bool { if case .notice = self { true } else { false } }
}

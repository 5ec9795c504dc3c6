import Agents
import Logging
import Model
import Platform
import Store
import Tmux
import Watchdog

/// What a person is told: an event, the user's own command, and a word to the terminals that show sessions.
extension Fleet {
    private static let commandSeconds = 10.0

    /// Tells it once: the event takes the step out of the record.
    func notify(_ text: String, _ rule: WatchdogRule, _ id: SessionID) {
        guard let name = entries[id]?.record.name else { return }
        let event = watchdogEvent("notice", id, ["rule": .string(rule.rawValue), "text": .string(text)])
        finish(id, rule, events: [event])
        runNoticeCommand(text, rule, id)
        if options.watchdog.notifyTerminals { spawn { await self.tellTerminals("\(name): \(text)") } }
    }

    // MARK: The user's command

    private func runNoticeCommand(_ text: String, _ rule: WatchdogRule, _ id: SessionID) {
        let words = options.watchdog.notifyCommand.split(separator: " ").map(String.init)
        let step = WatchdogBoard.Step(id: id, rule: rule)
        guard !words.isEmpty, let record = entries[id]?.record, !watchdog.notifying.contains(step) else { return }
        watchdog.notifying.insert(step)
        let notice = NoticeCommand.Notice(
            at: now(), session: id, name: record.name, rule: rule.rawValue, text: text,
            directory: record.settings.directory)
        let environment = options.loginEnvironment
        spawn {
            let problem = await NoticeCommand.run(
                words, notice, environment: environment, seconds: Self.commandSeconds)
            if let problem { self.logger.warning("the notice command failed: \(problem)", metadata: ["id": "\(id)"]) }
            await self.noticeIsDone(step)
        }
    }

    private func noticeIsDone(_ step: WatchdogBoard.Step) {
        watchdog.notifying.remove(step)
    }

    // MARK: Terminals

    /// Every terminal that shows a session of ours, whichever: what is stuck is seldom what is being looked at.
    private func tellTerminals(_ text: String) async {
        let format = "#{client_control_mode} #{client_tty} #{\(FleetMark.session)}"
        guard let reply = try? await tmux.run(TmuxCommand("list-clients", "-F", format)) else { return }
        for line in reply.text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3, words[0] == "0", words[1].hasPrefix("/dev/"), mark.id(words[2]) != nil else {
                continue
            }
            TerminalNotice.write(text, to: words[1])
        }
    }
}

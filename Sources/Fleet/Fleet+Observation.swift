import Agents
import Answers
import Model
import Platform
import Status
import Store
import Tmux

extension Fleet {
    /// Seconds between looks at all panes: while something goes on, and while all is idle.
    private static let livelyInterval = 0.25
    private static let idleInterval = 0.5
    /// Seconds for which a fleet in which something happened counts as lively.
    private static let livelyFor = 3.0
    /// Seconds between looks for what is not on the screen: conversations, screens to keep.
    private static let slowInterval = 3
    /// Seconds after which the screen of a pane that goes on changing is kept again.
    private static let screenAge = 10

    /// Looks at the panes several times a second, and at once when something was told.
    func watchPanes() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    let isLively = await self.isLively
                    try? await Task.sleep(for: .seconds(isLively ? Self.livelyInterval : Self.idleInterval))
                    self.observeSoon()
                }
            }
            for await _ in glances { await observe() }
            group.cancelAll()
        }
    }

    private var isLively: Bool { livelyUntil > now() }

    /// After a hook the screen follows within a tenth of a second or so.
    func observeClosely() {
        livelyUntil = now().adding(seconds: Self.livelyFor)
        observeSoon()
        spawn {
            for _ in 0..<2 {
                try? await Task.sleep(for: .milliseconds(90))
                self.observeSoon()
            }
        }
    }

    /// One light look at all panes; what changed is captured and read.
    func observe() async {
        let began = now()
        guard let glance = try? await tmux.glance() else { return }
        if glance != lastGlance {
            lastGlance = glance
            glanced = Dictionary(glance.panes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        }
        var changed: [(id: SessionID, pane: PaneID, width: Int)] = []
        for (id, entry) in entries {
            guard let pane = entry.pane, let seen = glanced[pane.id], seen.server == server else { continue }
            var watch = entry.watch
            if watch.take(seen) { changed.append((id, pane.id, seen.width)) }
            entries[id]?.watch = watch
            take(title: seen.title, of: id, at: began)
            if watch.isAttached, entry.runtime.unread { markRead(id) }
            noteAttached(id, watch.isAttached)
        }
        await read(changed, at: began)
        lookedAt = began
        // What only time changes.
        for (id, entry) in entries where entry.verdict.recheckAt.map({ $0 <= now() }) ?? false { change(id) { _ in } }
        await showMarks()
        await lookAround(PaneWatch.second(of: began))
    }

    private func read(_ panes: [(id: SessionID, pane: PaneID, width: Int)], at began: Timestamp) async {
        guard !panes.isEmpty, let captures = try? await tmux.capture(panes.map(\.pane), escapes: true) else { return }
        for (pane, capture) in zip(panes, captures) {
            guard case .success(let capture) = capture, entries[pane.id]?.pane?.id == pane.pane else { continue }
            take(capture: capture.lines, width: pane.width, of: pane.id, at: began)
        }
    }

    /// Takes what a capture that was asked for at `began` showed.
    func take(capture lines: [[UInt8]], width: Int, of id: SessionID, at began: Timestamp) {
        guard var entry = entries[id] else { return }
        let isNew = entry.watch.take(capture: lines, at: began)
        // What is like it after another was seen is the new agent's own.
        if let inherited = entry.watch.inherited, inherited != entry.watch.fingerprint { entry.watch.inherited = nil }
        let isInherited = isInherited(entry, at: began)
        let isUnread = isNew || entry.watch.isUnread
        entry.watch.isUnread = isUnread && isInherited
        entries[id]?.watch = entry.watch
        if isNew { noteScreen(id, lines, at: began) }
        if isInherited { return }
        guard isUnread || entry.signals.screen == nil else { return confirm(id, at: began) }
        take(screen: ScreenText(lines: lines, width: width), of: id, at: began)
    }

    /// Seconds after a launch for which what stood there before is not taken for the new agent's.
    private static let inheritance = 5.0

    /// An agent that draws no screen of its own leaves its last one behind, with a composer and perhaps a menu.
    private func isInherited(_ entry: Entry, at moment: Timestamp) -> Bool {
        guard let inherited = entry.watch.inherited, inherited == entry.watch.fingerprint,
            let launched = entry.runtime.startedAt
        else { return false }
        return moment.seconds(since: launched) < Self.inheritance
    }

    /// Remembers what stands on the screen of an agent that was launched a moment ago and has not drawn yet.
    func inheritScreen(of id: SessionID) async {
        guard let pane = entries[id]?.pane?.id, let capture = try? await tmux.capture(pane, escapes: true) else {
            return
        }
        entries[id]?.watch.inherited = PaneWatch.fingerprint(of: capture.lines)
    }

    private func confirm(_ id: SessionID, at moment: Timestamp) {
        entries[id]?.signals.confirm(screenAt: moment)
        if entries[id]?.isRemembered == true { change(id) { $0.isRemembered = false } }
    }

    /// What a capture shows goes to the status engine.
    private func take(screen: ScreenText, of id: SessionID, at moment: Timestamp) {
        guard let entry = entries[id], let kind = catalog.kind(entry.record.agent), entry.runtime.agent != nil else {
            return change(id) { $0.isRemembered = false }
        }
        let reading = kind.reading(of: screen, at: moment, zone: entry.environment?["TZ"])
        let before = entry.signals.screen
        // The same scene goes on, whatever else changes on it.
        let since = before.map { $0.value.isSameScene(as: reading) ? $0.since : moment } ?? moment
        let raw = reading.rows.joined(separator: "\n")
        let isNews = before?.value != reading
        // Some blink for ever while they wait for a person: that is no news.
        if isNews {
            livelyUntil = moment.adding(seconds: Self.livelyFor)
            readTranscript(of: id)
        }
        change(id) { entry in
            entry.signals.take(screen: Signal(reading, since: since, seen: moment, raw: raw))
            entry.isRemembered = false
        }
    }

    private func take(title: String, of id: SessionID, at moment: Timestamp) {
        guard let entry = entries[id], entry.runtime.agent != nil, entry.watch.title != title,
            let kind = catalog.kind(entry.record.agent)
        else { return }
        entries[id]?.watch.title = title
        let reading = kind.reading(ofTitle: title)
        let since = entry.signals.title.map { $0.value == reading ? $0.since : moment } ?? moment
        change(id) { $0.signals.take(title: Signal(reading, since: since, seen: moment, raw: title)) }
    }

    /// What need not be known at once: which conversation an agent is in that does not tell by a hook, and the screens,
    /// for when a pane is gone.
    private func lookAround(_ second: Int) async {
        guard second - lastAround >= Self.slowInterval else { return }
        lastAround = second
        for (id, entry) in entries {
            watchSessionFile(of: id)
            guard let pane = entry.pane, entry.watch.captured > Int.min else { continue }
            if entry.watch.activity >= entry.watch.asked {
                entries[id]?.watch.asked = second
                learnConversation(of: id)
                readTranscript(of: id)
            }
            let isKept = entry.watch.kept > entry.watch.activity || second - entry.watch.kept < Self.screenAge
            if !isKept, await keepScreen(of: id, pane.id) { entries[id]?.watch.kept = second }
        }
    }
}

extension ScreenReading {
    /// The same thing goes on. A menu is another one when it asks something else; where its cursor stands does not
    /// matter.
    func isSameScene(as other: ScreenReading) -> Bool {
        switch (scene, other.scene) {
        case (.menu(let a), .menu(let b)): a.asksTheSame(as: b)
        default: scene == other.scene
        }
    }
}

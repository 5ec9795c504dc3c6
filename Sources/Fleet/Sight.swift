package import Model
package import Tmux

/// In this room a `SessionID` is ccmux's own; tmux's is `TmuxSessionID`.
package typealias SessionID = Model.SessionID
package typealias TmuxSessionID = Tmux.SessionID

/// The marks on what is ours. The mark, not the name, says whose a tmux session is; the home is a part of it, so that
/// two daemons on one tmux server leave each other's alone.
package struct FleetMark: Sendable, Hashable {
    /// On the session.
    package static let session = "@ccmux_session"
    /// On the runner's pane.
    package static let pane = "@ccmux_id"

    private let home: String

    package init(home: String) {
        self.home = home
    }

    package func value(_ id: SessionID) -> String { "\(home):\(id)" }

    /// The session that a mark names; nil for another home's, or none.
    package func id(_ value: String?) -> SessionID? {
        let prefix = home + ":"
        // Bytes: a home may be spelled with accents, and two spellings of one are two folders.
        guard let value, value.utf8.starts(with: prefix.utf8) else { return nil }
        return SessionID(String(decoding: value.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
    }

    package func guardMark(_ id: SessionID) -> TmuxMark { TmuxMark(option: Self.pane, value: value(id)) }
}

/// What tmux shows of one session.
package struct Sight: Sendable, Hashable {
    package var session: TmuxSessionID
    /// As it is called in tmux now; a person may have renamed it.
    package var name: String
    /// The runner's panes. More than one only where something went wrong.
    package var panes: [Pane] = []

    package struct Pane: Sendable, Hashable {
        package var id: PaneID
        /// The runner.
        package var pid: Int32
        package var isDead: Bool
        /// In whole seconds since 1970.
        package var activity: Int
        package var columns: Int
    }
}

/// What tmux shows of the whole fleet.
package struct FleetSight: Sendable {
    /// Nil while no server runs.
    package var server: ServerIdentity?
    package var ours: [SessionID: Sight] = [:]
    /// Names of tmux sessions that bear no mark of this home.
    package var foreignNames: Set<String> = []

    package init(_ snapshot: ServerSnapshot, mark: FleetMark) {
        server = snapshot.server
        for pane in snapshot.panes {
            let session = mark.id(pane.options[FleetMark.session])
            if let session {
                // Where a person has moved the pane away, the session that we made is still the one to end.
                ours[session, default: Sight(pane)].session = pane.sessionID
            } else {
                foreignNames.insert(pane.sessionName)
            }
            // The pane's own mark says what runs in it, wherever a person has moved it.
            guard let id = mark.id(pane.options[FleetMark.pane]) else { continue }
            ours[id, default: Sight(pane)].panes.append(Sight.Pane(pane))
        }
    }
}

extension Sight {
    fileprivate init(_ pane: PaneSnapshot) {
        self.init(session: pane.sessionID, name: pane.sessionName)
    }
}

extension Sight.Pane {
    fileprivate init(_ pane: PaneSnapshot) {
        self.init(
            id: pane.paneID, pid: pane.pid, isDead: pane.isDead, activity: pane.windowActivity, columns: pane.width)
    }
}

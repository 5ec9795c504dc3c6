/// A pane at one moment, with what must be known before something is typed into it.
package struct PaneInspection: Sendable, Hashable {
    /// The visible screen, with colours.
    package var capture: PaneCapture
    package var width: Int
    /// Copy mode or the like covers it.
    package var isInMode: Bool
    /// The user option that was asked for; empty where it is not set.
    package var note: String
    /// When a person last typed in a terminal that shows the session, in whole seconds since 1970.
    package var lastInput: Int?
}

extension TmuxServer {
    /// Looks at a pane, and at the terminals that show the session.
    ///
    /// - Parameter note: the name of a user option of the pane's.
    package func inspect(_ pane: PaneID, of session: SessionID, note: String) async throws(TmuxError) -> PaneInspection
    {
        guard TmuxFormat.isUserOption(note) else {
            throw TmuxError(.invalid, command: "display-message", message: "\(note) is not a user option's name")
        }
        let format = "#{pane_width} #{pane_in_mode} #{\(note)}"
        let results = try await run([
            TmuxCommand("capture-pane", "-p", "-e", "-t", pane.description),
            TmuxCommand("display-message", "-p", "-t", pane.description, "--", format),
            TmuxCommand("list-clients", "-t", session.asTarget, "-F", "#{client_control_mode} #{client_activity}"),
        ])
        guard results.count == 3 else {
            throw TmuxError(.unreadable, command: "capture-pane", message: "no result")
        }
        let capture = PaneCapture(try results[0].get(), limit: nil)
        let words = try results[1].get().text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, let width = Int(words[0]) else {
            throw TmuxError(.unreadable, command: "display-message", message: "an answer that was not asked for")
        }
        // A session without a terminal is no error, and neither is one that went away meanwhile.
        let clients = (try? results[2].get().lines) ?? []
        let inputs = clients.compactMap { line -> Int? in
            let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            return words.count == 2 && words[0] == "0" ? Int(words[1]) : nil
        }
        return PaneInspection(
            capture: capture, width: width, isInMode: words[1] != "0",
            note: String(words[2].prefix { !$0.isNewline }), lastInput: inputs.max())
    }
}

import ArgumentParser
import Client
import Model
import Platform

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sessions, those that need you first.",
        discussion: """
            ● working   ◐ needs you   ○ idle   ◷ limited   ✕ error   · stopped
            • finished, not looked at   ✎ unsent text in the composer   & work in the background
            A '!' marks those that are in each other's way: in one directory, or on branches that conflict.
            A '*' marks a session whose running agent was launched with other settings than it has now. CTX is how full \
            the model's context is. Times are those of your clock.

            EXAMPLES:
              ccmux list
              ccmux list --needs
              ccmux list --state working,compacting
              ccmux ls --group backend
              ccmux list --archived --json
            """,
        aliases: ["ls"])

    @Flag(name: .long, help: "Also those that are archived.")
    var archived = false

    @Option(name: .long, help: "Only the sessions of this group.")
    var group: String?

    @Flag(name: .long, help: "Only those that need a person.")
    var needs = false

    @Option(
        name: .long, help: "Only those in this state, or in one of several with commas between.",
        completion: StateNames.completion)
    var state: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try states
    }

    private var states: Set<AgentState>? {
        get throws { try state.map { try StateNames.parse($0, option: "--state") } }
    }

    func run() throws {
        let context = try CommandContext()
        var list = try context.client().sessions(archived: archived)
        let isEmptyFleet = list.sessions.isEmpty
        let states = try states
        list.sessions.removeAll { !isWanted($0, states) }
        try output.print(list) { () throws(CcmuxError) in
            if list.sessions.isEmpty {
                let note =
                    isEmptyFleet ? "No sessions yet. Make one with 'ccmux new NAME', or try 'ccmux demo'." : nothing
                // A program that reads the list gets an empty one.
                guard StandardStreams.outputWidth != nil else {
                    StandardStreams.report([note])
                    return []
                }
                return [note]
            }
            return SessionTable(
                sessions: list.sessions, conflicts: list.conflicts ?? [], clock: Clock(now: wallClock()),
                userHome: context.userHome
            ).lines(width: StandardStreams.outputWidth, colour: StandardStreams.colour)
        }
    }

    func isWanted(_ session: SessionView, _ states: Set<AgentState>?) -> Bool {
        if let group, session.group != group { return false }
        if needs, !session.shownState.needsPerson { return false }
        return states?.contains(session.shownState) ?? true
    }

    private var nothing: String {
        if needs, group == nil, state == nil { return "No session needs you." }
        if needs || state != nil { return "No session is like that." }
        return "No session is in the group '\(SafeText.oneLine(group ?? ""))'."
    }
}

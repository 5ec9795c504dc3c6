import ArgumentParser
import Client
import Model
import Platform

struct WaitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until sessions need something, or are in a state.",
        discussion: """
            Without '--for' it waits until the agent no longer works: it is idle, asks something, is at a limit, or ended. \
            A line 'NAME STATE' is printed for each session as it gets there. It goes on while the daemon restarts.

            Exit status: 0 they got there, 3 one is gone (with '--any': all), 5 timed out, after printing how they are.

            EXAMPLES:
              ccmux wait api
              ccmux wait api web docs --any
              ccmux wait api --for permission,question --timeout 600
            """)

    @Argument(help: "Names, ids, or the beginnings of them.", completion: SessionNames.completion)
    var names: [String]

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("The state to wait for, or several with commas between.", valueName: "state"),
        completion: StateNames.completion)
    var state: String?

    @Option(name: .long, help: ArgumentHelp("How long to wait at most.", valueName: "seconds"))
    var timeout: Double?

    @Flag(name: .long, help: "One of them is enough.")
    var any = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try wanted
        if let timeout, !(timeout >= 0 && timeout <= 1e9) {
            throw ValidationError("'--timeout' takes seconds, 0 or more.")
        }
    }

    private var wanted: Set<AgentState>? {
        get throws { try state.map { try StateNames.parse($0, option: "--for") } }
    }

    func run() throws {
        var board = WaitBoard(for: try wanted, any: any)
        try watch(&board, CommandContext().client())
        let status = board.exitStatus
        if output.json {
            try output.print(WaitOutcome(board)) { [] }
        } else if !board.isDone {
            try StandardStreams.write(lines: board.entries.filter { $0.fate == .waiting }.map(Self.line))
            StandardStreams.report(["ccmux: timed out after \(Self.seconds(timeout ?? 0)); this is how they are now."])
        }
        if status != 0 { throw Reported(status: status) }
    }

    /// Follows the fleet until the board is done or the time is over.
    private func watch(_ board: inout WaitBoard, _ client: DaemonClient) throws(CcmuxError) {
        let deadline = timeout.map { monotonicSeconds() + $0 } ?? .infinity
        // The place in the journal first, so that nothing happens between the look and the events.
        let position = try client.newestPosition()
        for name in Wishes.unique(names) { try tell(board.add(try client.session(name).session)) }
        var feed = EventFeed(client, after: position)
        var looking = client
        looking.starter = nil
        var mustLook = false
        while !board.isDone {
            guard let item = try feed.next(before: deadline) else { return }
            switch item {
            case .event(let event): try tell(board.take(event))
            case .away: StandardStreams.report(["ccmux: the daemon is away; waiting for it."])
            case .gap, .back: mustLook = true
            }
            if mustLook, let list = try Self.look(looking) {
                mustLook = false
                for entry in board.take(list) { try tell(entry) }
            }
        }
    }

    /// The fleet as it is; nil where the daemon is away again, which the feed will say too.
    private static func look(_ client: DaemonClient) throws(CcmuxError) -> SessionList? {
        do throws(CcmuxError) {
            return try client.sessions(archived: true)
        } catch {
            guard error.code == .unavailable || error.code == .timedOut else { throw error }
            return nil
        }
    }

    private func tell(_ entry: WaitBoard.Entry?) throws(CcmuxError) {
        guard let entry else { return }
        if entry.fate == .gone {
            StandardStreams.report(["ccmux: '\(entry.name)' was removed."])
        } else if !output.json {
            try StandardStreams.write(lines: [Self.line(entry)])
        }
    }

    private static func line(_ entry: WaitBoard.Entry) -> String {
        "\(entry.name) \(SafeText.oneLine(entry.state.rawValue))"
    }

    private static func seconds(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number)) s" : "\(number) s"
    }
}

/// `wait --json`.
struct WaitOutcome: Encodable {
    struct Session: Encodable {
        var name: SessionName
        /// The one that it got to, or the last that was seen.
        var state: AgentState
        var reached: Bool
        var gone: Bool
    }

    var timedOut: Bool
    /// In the order in which they were asked for.
    var sessions: [Session]

    init(_ board: WaitBoard) {
        timedOut = !board.isDone
        sessions = board.entries.map {
            Session(name: $0.name, state: $0.state, reached: $0.fate == .reached, gone: $0.fate == .gone)
        }
    }
}

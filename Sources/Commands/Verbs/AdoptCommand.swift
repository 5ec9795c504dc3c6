import ArgumentParser
import Client
import Model
import Platform

struct AdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Make a session of a conversation that was begun without ccmux.",
        discussion: """
            The session works in the conversation's directory and goes on with it. While a process writes the \
            conversation that is refused: '--fork' begins from a copy and leaves the original as it is, '--takeover' \
            ends that process first, gently. 'ccmux rm' of an adopted session leaves the conversation where it is.

            EXAMPLES:
              ccmux external
              ccmux adopt 3f2a…
              ccmux adopt 3f2a… web --fork
              ccmux adopt 3f2a… web --takeover --patience 30
            """)

    @Argument(help: "The conversation's uuid, as 'ccmux external' lists it, or its beginning.")
    var uuid: String

    @Argument(help: "The session's name; made from the directory's when left out.")
    var name: String?

    @Flag(name: .long, help: "Begin from a copy under a uuid of its own; the original stays as it is.")
    var fork = false

    @Flag(name: .long, help: "End the process that writes it (SIGTERM), and go on in its place.")
    var takeover = false

    @Flag(name: .long, help: "With --takeover: kill what does not end, and a server that has other conversations.")
    var force = false

    @Option(name: .long, help: ArgumentHelp("With --takeover: how long to wait for its end.", valueName: "seconds"))
    var patience: Double?

    @Option(name: .long, help: "With --takeover: the process that writes it, where ccmux can only guess.")
    var pid: Int32?

    @Option(name: .long, help: "With --fork: work in another directory.", completion: .directory)
    var directory: String?

    @OptionGroup var session: SessionOptions

    @Flag(name: .long, help: "Only make the session; 'ccmux start' starts it.")
    var noStart = false

    @OptionGroup var output: OutputOptions

    @Argument(parsing: .postTerminator, help: "Flags for the agent, after '--'.")
    var flags: [String] = []

    func validate() throws {
        if fork && takeover { throw ValidationError("--fork and --takeover exclude each other.") }
        if directory != nil && !fork { throw ValidationError("--directory goes with --fork.") }
        if !takeover && (force || patience != nil || pid != nil) {
            throw ValidationError("--force, --patience and --pid go with --takeover.")
        }
        if let patience, !(0...600).contains(patience) {
            throw ValidationError("--patience takes 0 to 600 seconds.")
        }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let result = try client.adopt(try request(context, try conversation(client)))
        try AdoptionText.report(result, output)
    }

    private func request(_ context: CommandContext, _ conversation: ConversationID) throws(CcmuxError) -> AdoptRequest {
        // What is left empty, the daemon makes of the conversation.
        var wish = try session.request(
            name: name ?? "any", dir: try directory.map { path throws(CcmuxError) in try context.absolute(path) } ?? "",
            flags: flags)
        if name == nil { wish.name = "" }
        if noStart { wish.start = false }
        var request = AdoptRequest(
            conversation: conversation, session: wish, way: fork ? .fork : takeover ? .takeover : .plain)
        if force { request.force = true }
        request.patience = patience
        request.pid = pid
        request.caller = thisProcess()
        return request
    }

    /// A whole uuid is taken as it is; of a shorter one the daemon's list tells the rest.
    private func conversation(_ client: DaemonClient) throws(CcmuxError) -> ConversationID {
        if let whole = ConversationID(uuid) { return whole }
        let word = uuid.lowercased()
        guard word.utf8.count >= 4, word.allSatisfy({ $0 == "-" || $0.isHexDigit }) else {
            throw CcmuxError(
                .invalid, "'\(SafeText.oneLine(String(uuid.prefix(80))))' is no conversation's uuid.",
                advice: "ccmux external lists them; four characters from the beginning suffice.")
        }
        let found = try client.external(all: true, beginning: word).conversations
        guard let first = found.first else {
            throw CcmuxError(
                .notFound, "No conversation begins with \(word).", advice: "ccmux external --all lists them.")
        }
        guard found.count == 1 else {
            throw CcmuxError(
                .ambiguous, "\(found.count) conversations begin with \(word).",
                advice: "One of: \(found.prefix(5).map(\.uuid.text).joined(separator: ", "))")
        }
        return first.uuid
    }
}

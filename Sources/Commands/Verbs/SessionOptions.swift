import ArgumentParser
import Model

/// What a new session is made with; shared by `new`, `register` and `exec`.
struct SessionOptions: ParsableArguments {
    @Option(name: .long, help: "The kind of agent: claude, codex, demo, or one of your own.")
    var agent: String?

    @Option(name: .long, help: "The model, as the agent's own --model takes it.")
    var model: String?

    @Option(name: .long, help: "The permission mode, as the agent's own flag takes it.")
    var permissionMode: String?

    @Option(name: .long, help: "A group to list the session in.")
    var group: String?

    @Option(name: .long, help: ArgumentHelp("A variable for the agent; can be repeated.", valueName: "K=V"))
    var env: [String] = []

    @Option(name: .customLong("rc"), help: "Remote control: on, off or default.")
    var remoteControl: String?

    @Flag(name: .long, help: "Answer every permission and safety prompt yes; never a question or a plan.")
    var yolo = false

    func request(name: String, dir: String, flags: [String]) throws(CcmuxError) -> NewSessionRequest {
        if let reason = SessionName.invalidityReason(name) {
            throw CcmuxError(.invalid, "'\(name)' cannot be the name of a session: \(reason).")
        }
        var request = NewSessionRequest(name: name, dir: dir)
        request.agent = agent
        request.model = model
        request.permissionMode = permissionMode
        request.group = group
        if yolo { request.yolo = true }
        if !env.isEmpty { request.env = try VariableAssignment.table(env) }
        if !flags.isEmpty { request.flags = flags }
        if let remoteControl {
            guard let choice = RemoteControl(rawValue: remoteControl) else {
                throw CcmuxError(.invalid, "--rc is 'on', 'off' or 'default', not '\(remoteControl)'.")
            }
            request.remoteControl = choice
        }
        return request
    }

    /// Tells what was made; an error where the session is there and cannot run.
    static func report(_ session: SessionView, _ output: OutputOptions) throws {
        try output.print(session) { [summary(session)] }
        guard session.process == .blocked else { return }
        throw CcmuxError(
            .refused, "'\(session.name)' was made, but is blocked: \(session.detail ?? "no reason is known")",
            advice: "It starts once that is mended; 'ccmux rm \(session.name)' takes it away.")
    }

    /// One line about a session that was made: what it is called, where it works, its conversation, the way in.
    static func summary(_ session: SessionView) -> String {
        let uuid = session.uuid?.text ?? "uuid not known yet"
        let hint = session.wanted == .running ? "ccmux attach \(session.name)" : "start it: ccmux start \(session.name)"
        return SafeText.oneLine("\(session.name)  \(session.dir)  \(uuid)  \(hint)")
    }
}

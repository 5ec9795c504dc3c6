import ArgumentParser
import Client
import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct AttachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Go into a session's terminal.",
        discussion: """
            Leave it as tmux is left: the prefix (Ctrl-B), then 'd'. Inside tmux the client switches to the session.

            EXAMPLES:
              ccmux attach api
              ccmux attach api --json      how to get there, without going
            """)

    @Argument(help: "A name, an id, or the beginning of one.", completion: SessionNames.completion)
    var name: String

    @OptionGroup var output: OutputOptions

    /// Seconds that a session which is just starting is waited for.
    private static let patience = 5.0

    func run() throws {
        guard output.json || (StandardStreams.inputIsTerminal && StandardStreams.outputIsTerminal) else {
            throw CcmuxError(
                .refused, "This is no terminal, so nothing can be attached to it.",
                advice: "'ccmux peek \(name)' prints the screen.")
        }
        let target = try target(try CommandContext().client())
        if output.json {
            try output.print(target) { [] }
            return
        }
        let step = AttachStep(target, tmuxVariable: CommandContext.variable("TMUX"), sameFile: Self.isSameFile)
        if step.nests {
            StandardStreams.report([
                "ccmux: this terminal is inside another tmux server, so tmux runs inside tmux: "
                    + "press the prefix twice to reach the inner one."
            ])
            unsetenv("TMUX")
        }
        try replaceProcess(step.command)
    }

    private func target(_ client: DaemonClient) throws(CcmuxError) -> AttachTarget {
        let deadline = monotonicSeconds() + Self.patience
        while true {
            do throws(CcmuxError) {
                return try client.attachTarget(name)
            } catch {
                guard error.code == .refused || error.code == .notFound else { throw error }
                let session = try client.session(name).session
                guard session.process == .starting, monotonicSeconds() < deadline else { throw error }
            }
            _ = poll(nil, 0, 100)
        }
    }

    private static func isSameFile(_ a: String, _ b: String) -> Bool {
        guard let a = Files.stamp(of: a), let b = Files.stamp(of: b) else { return false }
        return a.device == b.device && a.inode == b.inode
    }
}

import Agents
import Config
import Model
import Platform
import Tmux

/// `ccmuxd tmux-server`: becomes the tmux server that the daemon uses, in the foreground. A unit of its own runs it, so
/// that what happens to the daemon's unit leaves the agents alone.
///
/// Where a server listens on that socket already, perhaps a person's, it waits for that one's end.
struct TmuxServerVerb {
    let home: HomeLayout
    let environment: [String: String]

    func run() async throws(CcmuxError) {
        while true {
            let configuration = try Configuration.load(path: home.configuration)
            let program = try await TmuxProgram.find(configuration.tmux, environment: environment)
            let login = await LoginEnvironment.read(environment)
            // As the daemon does: both must mean the same socket, and panes get the same environment.
            let tmux = TmuxConfiguration(
                executable: program.path, socket: program.socket,
                environment: TmuxProgram.environment(login.variables))
            guard let running = await TmuxServer.runningServer(tmux) else {
                try replaceProcess(tmux.foregroundCommand, environment: tmux.cleanEnvironment)
            }
            Output.line("tmux runs already (pid \(running)); waiting for its end")
            // What is configured may have changed by then.
            if let server = ProcessTable.identity(of: running) { ProcessTable.waitForEnd(of: server) }
        }
    }
}

/// How to reach one tmux server: which program, which socket, which configuration and which environment.
package struct TmuxConfiguration: Sendable, Hashable {
    /// Which of a machine's tmux servers is meant.
    package enum Socket: Sendable, Hashable {
        /// The server that a plain `tmux` talks to.
        case standard
        /// `tmux -L NAME`: a socket of that name in tmux's own folder.
        case name(String)
        /// `tmux -S PATH`: a socket at that absolute path.
        case path(String)
    }

    /// The absolute path of the tmux program.
    package var executable: String
    /// The server's socket.
    package var socket: Socket
    /// The file read when the server starts; nil is the user's own (`~/.tmux.conf` and the like).
    package var configFile: String?
    /// The whole environment of every tmux process that is started; nothing is inherited. A server that is
    /// started by us keeps it. `TMUX` and `TMUX_PANE` are dropped: they would make tmux believe that it is nested.
    package var environment: [String: String]
    /// The name of the session that the control connection attaches to. It belongs to this room alone.
    package var hub: String
    /// How long a server that something else starts is waited for, before one is started here.
    package var serverPatience: Duration

    package init(
        executable: String, socket: Socket = .standard, configFile: String? = nil,
        environment: [String: String], hub: String = "_ccmux", serverPatience: Duration = .zero
    ) {
        self.executable = executable
        self.socket = socket
        self.configFile = configFile
        self.environment = environment
        self.hub = hub
        self.serverPatience = serverPatience
    }

    /// The environment that tmux really gets.
    package var cleanEnvironment: [String: String] {
        environment.filter { $0.key != "TMUX" && $0.key != "TMUX_PANE" && !$0.key.isEmpty }
    }

    /// The arguments that choose the server; none for the standard one.
    package var serverArguments: [String] {
        switch socket {
        case .standard: []
        case .name(let name): ["-L", name]
        case .path(let path): ["-S", path]
        }
    }

    /// What stands before the command in every invocation. `-u`, because without it tmux takes a client
    /// with a plain locale for one that cannot read UTF-8, and replaces what it prints.
    var globalArguments: [String] {
        var arguments = ["-u"] + serverArguments
        if let configFile { arguments += ["-f", configFile] }
        return arguments
    }

    /// The control client: attaches to the hub, making it (and the server) where it is not there.
    var controlArguments: [String] {
        globalArguments + [
            "-C", "new-session", "-A", "-s", hub, "-n", "hub", "-x", "80", "-y", "24",
            "-f", "no-output,ignore-size", "--", "tail", "-f", "/dev/null",
        ]
    }

    /// A one-shot client, which never starts a server (`-N`).
    func oneShotArguments(_ words: [[UInt8]]) -> [[UInt8]] {
        (globalArguments + ["-N"]).map { Array($0.utf8) } + words
    }
}

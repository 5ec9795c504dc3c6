/// `GET /v1/sessions/NAME/screen`.
package struct ScreenResponse: Sendable, Codable {
    /// Lines from the top, without the blank ones at the end.
    package var lines: [String]
    /// False when the pane is gone and this is what was last seen of it.
    package var live: Bool
    package var capturedAt: Timestamp?
    /// Where the lines are from: `screen`, or `transcript` where the agent keeps no scrollback. An open set; nil from a
    /// daemon that does not say.
    package var source: String?

    package init(lines: [String], live: Bool, capturedAt: Timestamp?, source: String? = nil) {
        self.lines = lines
        self.live = live
        self.capturedAt = capturedAt
        self.source = source
    }
}

/// The answer to `POST /v1/sessions/NAME/misread`: a folder with what was to be seen of the session.
package struct MisreadResponse: Sendable, Hashable, Codable {
    /// The folder, absolute.
    package var path: String
    /// The files in it, by name.
    package var files: [String]

    package init(path: String, files: [String]) {
        self.path = path
        self.files = files
    }
}

/// `GET /v1/sessions/NAME/attach`: how a terminal gets to the pane.
package struct AttachTarget: Sendable, Codable {
    /// Absolute path of tmux.
    package var tmux: String
    /// Arguments that choose the server (`-L NAME`), possibly none.
    package var serverArguments: [String]
    /// tmux's own id of the session, `$4`.
    package var session: String
    /// The server's socket, to compare with `$TMUX`.
    package var socketPath: String

    package init(tmux: String, serverArguments: [String], session: String, socketPath: String) {
        self.tmux = tmux
        self.serverArguments = serverArguments
        self.session = session
        self.socketPath = socketPath
    }
}

/// `GET /v1/sessions/NAME/environment`: what the agent gets, secrets masked.
package struct EnvironmentResponse: Sendable, Codable {
    package struct Variable: Sendable, Codable {
        package var name: String
        package var value: String
        /// Where it is from: `login`, `ccmux`, `session`, `config`.
        package var source: String
        package var masked: Bool

        package init(name: String, value: String, source: String, masked: Bool) {
            self.name = name
            self.value = value
            self.source = source
            self.masked = masked
        }
    }

    package var variables: [Variable]
    /// Names that the daemon or the login shell has and the agent does not get.
    package var dropped: [String]

    package init(variables: [Variable], dropped: [String]) {
        self.variables = variables
        self.dropped = dropped
    }
}

/// `GET /v1/sessions/NAME`.
package struct SessionDetail: Sendable, Codable {
    package var session: SessionView
    package var settings: SessionSettings
    /// Where the agent keeps this conversation; nil while it is not known.
    package var transcript: String?
    package var transcriptExists: Bool
    /// The command line of the next launch.
    package var command: [String]
    /// Prompts that are on their way to it, oldest first, their texts shortened; nil from a daemon that does not say.
    package var outbox: [Delivery]?
    /// Where the conversation stopped; nil where nothing is known of it.
    package var last: ConversationEnd?
    /// Where its conversation came from; nil for one that was begun here.
    package var origin: SessionOrigin?

    package init(
        session: SessionView, settings: SessionSettings, transcript: String?, transcriptExists: Bool,
        command: [String], outbox: [Delivery]? = nil, last: ConversationEnd? = nil, origin: SessionOrigin? = nil
    ) {
        self.last = last
        self.session = session
        self.settings = settings
        self.transcript = transcript
        self.transcriptExists = transcriptExists
        self.command = command
        self.outbox = outbox
        self.origin = origin
    }
}

/// `GET /v1/health`.
package struct HealthResponse: Sendable, Codable {
    package var version: String
    package var pid: Int32
    package var startedAt: Timestamp
    package var home: String
    /// The first full sweep has been made.
    package var ready: Bool
    /// The control connection to tmux stands.
    package var tmuxConnected: Bool
    package var tmuxVersion: String?
    package var sessions: Int
    /// Rows of the database that cannot be read.
    package var damagedRows: Int
    /// When the first full sweep was done; nil before, and from daemons of before 0.2.
    package var healthySince: Timestamp?

    package init(
        version: String, pid: Int32, startedAt: Timestamp, home: String, ready: Bool, tmuxConnected: Bool,
        tmuxVersion: String?, sessions: Int, damagedRows: Int = 0, healthySince: Timestamp? = nil
    ) {
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.home = home
        self.ready = ready
        self.tmuxConnected = tmuxConnected
        self.tmuxVersion = tmuxVersion
        self.sessions = sessions
        self.damagedRows = damagedRows
        self.healthySince = healthySince
    }
}

/// The answer to a wish about one or several sessions: each with its view afterwards, or why not.
package struct WishResponse: Sendable, Codable {
    package struct Outcome: Sendable, Codable {
        package var name: String
        package var session: SessionView?
        package var error: CcmuxError?
        /// False when there was nothing to do.
        package var changed: Bool

        package init(name: String, session: SessionView?, error: CcmuxError?, changed: Bool) {
            self.name = name
            self.session = session
            self.error = error
            self.changed = changed
        }
    }

    package var outcomes: [Outcome]

    package init(outcomes: [Outcome]) {
        self.outcomes = outcomes
    }
}

/// `doctor --json`.
package struct DoctorReport: Sendable, Codable {
    package struct Check: Sendable, Codable {
        package enum Verdict: String, Sendable, Codable {
            case ok
            case warning
            case failed
        }

        package var name: String
        package var verdict: Verdict
        package var detail: String
        /// What to do about a warning or a failure.
        package var cure: String?

        package init(name: String, verdict: Verdict, detail: String, cure: String? = nil) {
            self.name = name
            self.verdict = verdict
            self.detail = detail
            self.cure = cure
        }
    }

    package var checks: [Check]

    package init(checks: [Check]) {
        self.checks = checks
    }

    package var healthy: Bool { checks.allSatisfy { $0.verdict != .failed } }
}

/// An element of `GET /v1/agents`.
package struct AgentAvailability: Sendable, Codable {
    package var kind: String
    package var available: Bool
    /// The program, absolute.
    package var path: String?
    package var version: String?
    /// Why it is not available.
    package var reason: String?

    package init(kind: String, path: String?, version: String?, reason: String?) {
        self.kind = kind
        self.available = path != nil
        self.path = path
        self.version = version
        self.reason = reason
    }
}

/// `GET /v1/agents`.
package struct AgentList: Sendable, Codable {
    package var agents: [AgentAvailability]

    package init(agents: [AgentAvailability]) {
        self.agents = agents
    }
}

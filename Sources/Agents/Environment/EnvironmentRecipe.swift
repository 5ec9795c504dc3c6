import Model

/// Decides what an agent gets in its environment. `docs/environment.md` explains the choice.
package enum EnvironmentRecipe {
    package struct Result: Sendable, Hashable {
        package var variables: [String: String]
        /// Where each is from: `login`, `ccmux`, `config`, `session`.
        package var sources: [String: String]
        /// Names that the login shell has and the agent does not get.
        package var dropped: [String]

        package init(variables: [String: String], sources: [String: String], dropped: [String]) {
            self.variables = variables
            self.sources = sources
            self.dropped = dropped
        }
    }

    /// Of the shell that printed the environment, of a terminal or a multiplexer that is not the pane's, or of a
    /// ccmux session in which the daemon happens to have been started.
    private static let never: Set<String> = [
        "_", "PWD", "OLDPWD", "SHLVL", "COLUMNS", "LINES", "TERM", "TERMCAP", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
        "TERM_SESSION_ID", "TMUX", "TMUX_PANE", "STY", "WINDOW", "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC",
        "INVOCATION_ID", "JOURNAL_STREAM", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "MANAGERPID",
        "SYSTEMD_EXEC_PID",
        "PS1", "PROMPT_COMMAND", "BASH_ENV",
    ]

    /// - Parameters:
    ///   - login: what the user's login shell has.
    ///   - config: `[agents.environment]` of the configuration.
    ///   - session: the session's own variables; they come last and are never dropped.
    package static func decide(
        login: [String: String], config: [String: String], session: [String: String], kind: any AgentKind, home: String
    ) -> Result {
        var variables = login.filter { !isNever($0.key) }
        var sources = variables.mapValues { _ in "login" }
        func put(_ more: [String: String], from source: String) {
            variables.merge(more) { $1 }
            sources.merge(more.mapValues { _ in source }) { $1 }
        }
        put(config, from: "config")
        put(session, from: "session")
        let own = Set(session.keys).union(config.keys)
        for name in kind.droppedVariables(variables, home: home) where !own.contains(name) {
            variables[name] = nil
            sources[name] = nil
        }
        let locale = utf8Locale(variables)
        for name in locale.removed where !own.contains(name) {
            variables[name] = nil
            sources[name] = nil
        }
        if let language = locale.language { put(["LANG": language], from: "ccmux") }
        return Result(
            variables: variables, sources: sources, dropped: login.keys.filter { variables[$0] == nil }.sorted())
    }

    private static func isNever(_ name: String) -> Bool {
        never.contains(name) || name.hasPrefix("CCMUX_") || name.hasPrefix("BASH_FUNC_")
    }

    /// Agents draw with characters beyond ASCII and read their own input as UTF-8.
    private static func utf8Locale(_ variables: [String: String]) -> (language: String?, removed: [String]) {
        let decisive = ["LC_ALL", "LC_CTYPE", "LANG"].first { variables[$0]?.isEmpty == false }
        if let decisive, let value = variables[decisive]?.lowercased(),
            value.contains("utf-8") || value.contains("utf8")
        {
            return (nil, [])
        }
        return ("C.UTF-8", ["LC_ALL", "LC_CTYPE"].filter { variables[$0] != nil })
    }
}

/// Hides what must not stand on a screen or in a log.
package enum SecretMask {
    private static let words = [
        "KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "PRIVATE", "COOKIE", "AUTH",
    ]
    private static let harmless: Set<String> = ["SSH_AUTH_SOCK", "XAUTHORITY", "KEYTIMEOUT"]

    /// True where the name, or the shape of the value, says that it is a secret.
    package static func isSecret(name: String, value: String) -> Bool {
        let upper = name.uppercased()
        if !harmless.contains(upper), words.contains(where: upper.contains) { return true }
        if ["sk-", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "AKIA"].contains(where: value.hasPrefix) {
            return true
        }
        // user:password@ in a URL
        guard let scheme = value.firstRange(of: "://") else { return false }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" }
        return authority.contains("@") && authority.prefix { $0 != "@" }.contains(":")
    }

    /// The first three characters at the most, so that a person recognises it, and the length.
    package static func masked(_ value: String) -> String {
        value.count >= 12 ? "\(value.prefix(3))… (\(value.utf8.count) bytes)" : "… (\(value.utf8.count) bytes)"
    }
}

import Client
import Model
import Testing

extension Scenario {
    /// What the agent is doing is known, and said with its reasons.
    static func knowsStates(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            let mode: [String] =
                agent.isCodex
                ? ["--permission-mode", "on-request", "--", "--sandbox", "read-only"]
                : ["--permission-mode", "default"]
            let made = try await installation.ccmux(
                ["new", "api", installation.project, "--agent", agent.kind] + mode)
            try #require(made.status == 0, "\(made.text)")
            try await says("api", .idle, installation)

            try await installation.done("send", "api", "[[slow 3]]")
            try await says("api", .working, installation)
            try await installation.done("wait", "api", "--timeout", "60")
            let rested = try await says("api", .idle, installation)
            #expect(rested.unread, "nobody has looked since the turn ended")
            try await installation.done("read", "api")
            #expect(try await installation.session("api").unread == false)

            try await permission(installation)

            try await installation.done("send", "api", "[[error 400]]")
            let failed = try await says("api", .error, installation)
            #expect(failed.error != nil)
            #expect(failed.detail?.contains(agent.isReal ? "stand-in error" : "scripted error") == true)
        }
    }

    private static func permission(_ installation: Installation) async throws {
        let command = "touch made.txt"
        let word = installation.agent.isCodex ? "escalate" : "tool"
        try await installation.done("send", "api", "[[\(word) \(command)]]")
        try await says("api", .permission, installation)
        // A hook may have told before the menu was drawn.
        let menu = try await eventually("the menu is seen") { try await installation.session("api").menu }
        #expect(menu.options.count >= 2)
        #expect(try await installation.session("api").detail?.contains(command) == true)
        let selected = menu.options.first(where: \.isSelected)
        #expect(selected?.label.hasPrefix("Yes") == true)

        let explained = try await installation.done("explain", "api", "--json")
        let explanation = try JSONCoding.decode(Explanation.self, from: explained.utf8)
        #expect(explanation.rule == "menu-on-screen")
        let screen = explanation.evidence.first { $0.source == "screen" }
        #expect(screen?.raw?.isEmpty == false)
        #expect(try await installation.done("status").contains("1 need"))
        let option = try await installation.tmux("show-options", "-v", "-t", "=api:", "@ccmux_state")
        #expect(option.output.hasPrefix("permission"))

        try await waitsAtMenu(installation)
        try await installation.refused(
            ["wait", "api", "--for", "idle", "--timeout", "1"], status: 5, saying: "timed out")
        try await installation.refused(["wait", "nobody", "--timeout", "1"], status: 3, saying: "nobody")

        // Nothing is said in between by a daemon that begins anew.
        let before = try await installation.events("api").count
        try await installation.killDaemon()
        try await says("api", .permission, installation)
        let between = try await installation.events("api").dropFirst(before).filter { $0.kind == "session.state" }
        #expect(between.isEmpty, "\(between)")

        try await misread(installation)
        try await installation.done("key", "api", "Escape")
        try await says("api", .idle, installation)
    }

    private static func misread(_ installation: Installation) async throws {
        let written = try await installation.done("report-misread", "api", "--is", "idle", "--json")
        let report = try JSONCoding.decode(MisreadResponse.self, from: written.utf8)
        #expect(report.files == ["idle.ansi", "idle.json"])
        let texts = report.files.map { Scratch.read("\(report.path)/\($0)") }
        #expect(texts[0].contains("touch made.txt"))
        let leaking = texts.filter { $0.contains(installation.userHome) }
        #expect(leaking.isEmpty)
        let read = try await installation.done(
            "read-screen", "\(report.path)/idle.ansi", "--agent", installation.agent.kind)
        #expect(read.hasPrefix("permission"))
    }

    @discardableResult
    private static func says(
        _ name: String, _ state: AgentState, _ installation: Installation
    ) async throws -> SessionView {
        try await eventually("\(name) is \(state.rawValue)", within: 60) {
            let session = try await installation.session(name)
            return session.state == state ? session : nil
        }
    }
}

extension Installation {
    func events(_ name: String) async throws -> [Event] {
        let page = try JSONCoding.decode(EventPage.self, from: try await done("events", "--json").utf8)
        return page.events.filter { $0.name?.text == name }
    }
}

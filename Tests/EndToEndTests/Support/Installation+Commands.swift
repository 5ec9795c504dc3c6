import Client
import Model
import Platform
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Installation {
    /// Runs `ccmux` to its end, outside the projects.
    func ccmux(_ arguments: String..., input: String = "") async throws -> Finished {
        try await ccmux(arguments, input: input)
    }

    func ccmux(_ arguments: [String], input: String = "") async throws -> Finished {
        try await Program.run(
            prefix + [Self.ccmux] + arguments, environment: environment, directory: root, input: input)
    }

    /// Runs `ccmux`; anything but success is an error.
    @discardableResult
    func done(_ arguments: String..., input: String = "") async throws -> String {
        let finished = try await ccmux(arguments, input: input)
        guard finished.status == 0 else {
            throw Failure("ccmux \(arguments.joined(separator: " ")): \(finished.text)")
        }
        return finished.output
    }

    /// `tmux` on the installation's own server.
    @discardableResult
    func tmux(_ arguments: String...) async throws -> Finished {
        try await Program.run(
            [Self.tmux, "-L", socket, "-f", "/dev/null"] + arguments, environment: environment, directory: root)
    }

    func sessions(archived: Bool = false) async throws -> [SessionView] {
        let text = try await archived ? done("list", "--archived", "--json") : done("list", "--json")
        return try JSONCoding.decode(SessionList.self, from: text.utf8).sessions
    }

    func session(_ name: String) async throws -> SessionView {
        guard let session = try await sessions(archived: true).first(where: { $0.name.text == name }) else {
            throw Failure("there is no session \(name)")
        }
        return session
    }

    func detail(_ name: String) async throws -> SessionDetail {
        try JSONCoding.decode(SessionDetail.self, from: try await done("show", name, "--json").utf8)
    }

    /// Makes a session in the project and waits until its agent can be talked to.
    @discardableResult
    func make(_ name: String, _ arguments: String...) async throws -> SessionView {
        let finished = try await ccmux(["new", name, project, "--agent", agent.kind] + arguments)
        guard finished.status == 0 else { throw Failure("ccmux new \(name): \(finished.text)") }
        return try await up(name)
    }

    /// Waits until the session's agent runs and is not only starting.
    ///
    /// - Parameter before: a process that it must not be.
    @discardableResult
    func up(_ name: String, after before: SessionView? = nil, within seconds: Double = 60) async throws -> SessionView {
        try await eventually("\(name) is up", within: seconds) {
            let session = try await session(name)
            let isUp = session.process == .running && session.state != .starting && session.pid != nil
            return isUp && (before == nil || session.pid != before?.pid) ? session : nil
        }
    }

    func reaches(_ name: String, _ process: ProcessState, within seconds: Double = 45) async throws -> SessionView {
        try await eventually("\(name) is \(process.rawValue)", within: seconds) {
            let session = try await session(name)
            return session.process == process ? session : nil
        }
    }

    /// What the screen shows, or showed last.
    func screen(_ name: String) async throws -> String {
        try await done("peek", name, "-n", "300")
    }

    func shows(_ name: String, _ text: String, within seconds: Double = 60) async throws {
        try await eventually("\(name) shows '\(text)'", within: seconds) {
            try await screen(name).contains(text) ? true : nil
        }
    }

    /// The conversation's file as text; empty while there is none.
    func transcript(_ name: String) async throws -> String {
        guard agent.isCodex else { return Scratch.read(try await detail(name).transcript ?? "/nowhere") }
        guard let uuid = try await session(name).uuid else { return "" }
        let path = Scratch.files(below: userHome + "/.codex/sessions").first { $0.hasSuffix("\(uuid.text).jsonl") }
        return Scratch.read(path ?? "/nowhere")
    }

    /// Waits until the agent has answered, to be seen on the screen and in its own records, and rests.
    func answers(_ name: String, _ text: String) async throws {
        try await shows(name, text)
        try await eventually("the transcript of \(name) has '\(text)'") {
            try await transcript(name).contains(text) ? true : nil
        }
        try await eventually("\(name) rests") { try await session(name).state == .working ? nil : true }
    }

    /// The command line of the running agent, as the system has it.
    func commandLine(_ name: String) async throws -> [String] {
        let pid = try #require(try await session(name).pid)
        return Scratch.read("/proc/\(pid)/cmdline").split(separator: "\0").map(String.init)
    }
}

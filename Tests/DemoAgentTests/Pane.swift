import Foundation
import Model
import Testing

@testable import DemoAgent

/// The demo agent in a shell in a pane of a private tmux server, with a home of its own. All of it is
/// gone with the last reference.
final class Pane {
    struct Late: Error, CustomStringConvertible {
        var description: String
    }

    let root: String
    private let socket: String
    private let program: String

    var home: String { root + "/home" }
    var directory: String { root + "/work" }

    init(columns: Int = 80, rows: Int = 24) throws {
        let name = "ccmux-demo-\(UUID().uuidString.prefix(13).lowercased())"
        socket = name
        root = try #require(realpath(NSTemporaryDirectory(), nil).map { String(cString: $0) }) + "/" + name
        program = try Pane.locate()
        try FileManager.default.createDirectory(atPath: root + "/work", withIntermediateDirectories: true)
        try tmux(
            "new-session", "-d", "-s", "s", "-x", "\(columns)", "-y", "\(rows)", "-c", directory,
            "-e", "CCMUX_DEMO_HOME=\(home)", "-e", "PS1=$ ", "-e", "ENV=", "sh", "-i")
    }

    deinit {
        _ = try? tmux("kill-server")
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The command that runs the agent: `$CCMUX_DEMO_COMMAND`, else the built `ccmux` beside the tests.
    private static func locate() throws -> String {
        if let command = ProcessInfo.processInfo.environment["CCMUX_DEMO_COMMAND"] { return command }
        let bundles = Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
        let products = (bundles.first ?? Bundle.main.executablePath ?? ".").split(separator: "/").dropLast()
        let path = "/" + products.joined(separator: "/") + "/ccmux"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Late(description: "no program at \(path): build ccmux, or set CCMUX_DEMO_COMMAND")
        }
        return quoted(path) + " _demo"
    }

    static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
        try Pane.shell((["tmux", "-L", socket, "-f", "/dev/null"] + arguments).map(Pane.quoted).joined(separator: " "))
    }

    /// Runs a command to its end, a minute at most, and gives what it printed.
    @discardableResult
    static func shell(_ command: String) throws -> String {
        let now = Moment.now().uptime
        var child = try Child(
            command: command, feed: nil, joinsErrors: true, environment: ProcessInfo.processInfo.environment,
            limit: 4 << 20, deadline: now + 60)
        while !child.hasEnded {
            var wait = pollfd(fd: child.pipe, events: Int16(POLLIN), revents: 0)
            _ = poll(&wait, 1, 20)
            child.read()
            child.reap()
            child.enforce(now: Moment.now().uptime)
        }
        return String(decoding: child.output, as: UTF8.self)
    }

    /// Types the agent's command line at the shell's prompt.
    func start(_ arguments: String...) throws { try start(with: arguments) }

    func start(with arguments: [String]) throws {
        try submit(program + arguments.map { " " + Pane.quoted($0) }.joined())
    }

    func type(_ text: String) throws { try tmux("send-keys", "-t", "=s:", "-l", "--", text) }
    func key(_ name: String) throws { try tmux("send-keys", "-t", "=s:", name) }

    func submit(_ text: String) throws {
        try type(text)
        try key("Enter")
    }

    /// The screen and all that scrolled off it.
    var text: String {
        get throws { try tmux("capture-pane", "-p", "-S", "-", "-t", "=s:") }
    }

    /// The screen alone.
    var screen: String {
        get throws { try tmux("capture-pane", "-p", "-t", "=s:") }
    }

    var title: String {
        get throws { try tmux("display-message", "-p", "-t", "=s:", "#{pane_title}") }
    }

    /// Waits until the pane's text is as wished; what it was instead is in the error.
    @discardableResult
    func waitFor(_ what: String, _ condition: (String) throws -> Bool) async throws -> String {
        try await Pane.wait(what, state: { try self.text }, condition)
    }

    @discardableResult
    func waitFor(_ part: String) async throws -> String { try await waitFor(part) { $0.contains(part) } }

    /// Looks again and again until the state is as wished, for 20 seconds.
    @discardableResult
    static func wait<State>(
        _ what: String, state: () throws -> State, _ condition: (State) throws -> Bool
    ) async throws -> State {
        let end = Moment.now().uptime + 20
        while true {
            let current = try state()
            if try condition(current) { return current }
            guard Moment.now().uptime < end else { throw Late(description: "no \(what) in:\n\(current)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The lines of all transcripts, by the uuid in the file's name.
    var transcripts: [String: [JSONValue]] {
        get throws {
            let folder = home + "/projects/" + Locations.folder(for: directory)
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return try Dictionary(
                uniqueKeysWithValues: files.map { file in
                    let content = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
                    let lines = content.split(separator: "\n").map { JSONValue(parsing: $0.utf8) ?? .null }
                    return (String(file.dropLast(".jsonl".count)), lines)
                })
        }
    }

    /// The session files, parsed.
    var sessionFiles: [JSONValue] {
        get throws {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: home + "/sessions")) ?? []
            return try files.filter { $0.hasSuffix(".json") }.compactMap { file in
                JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: home + "/sessions/" + file))))
            }
        }
    }

    /// Waits for the agent's session file to say this status, and gives the agent's pid.
    func pid(status: String) async throws -> Int32 {
        let files = try await Pane.wait("status \(status)", state: { (try? self.sessionFiles) ?? [] }) { files in
            files.contains { $0["status"]?.string == status }
        }
        return Int32(files.first?["pid"]?.number ?? 0)
    }

    /// A `--settings` value whose hooks append `EVENT JSON` lines to a log, in the order they ran.
    func loggingHooks(_ events: [String]) -> String {
        let hooks = events.map { event in
            let command = "printf '%s %s\\\\n' \(event) \\\"$(cat)\\\" >> '\(root)/hooks'"
            return "\"\(event)\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"\(command)\"}]}]"
        }
        return "{\"hooks\":{\(hooks.joined(separator: ","))}}"
    }

    /// The hooks that ran, with what they were given.
    var hookLog: [(event: String, payload: JSONValue)] {
        let text = (try? String(contentsOfFile: root + "/hooks", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), JSONValue(parsing: parts.last.map { Array($0.utf8) } ?? []) ?? .null)
        }
    }
}

import ArgumentParser
import Client
import Model
import Platform

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Start three demo sessions, to try everything without an account.",
        discussion: """
            Their agent is ccmux's own: it looks and behaves like a coding agent and answers by script. Their projects are \
            folders below the home of ccmux.

            EXAMPLES:
              ccmux demo
              ccmux attach demo-api
              ccmux demo --stop      removes them again
            """)

    @Flag(name: .long, help: "Remove the demo sessions.")
    var stop = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let there = Set(try client.sessions(archived: true).sessions.filter { $0.agent == "demo" }.map(\.name.text))
        let wishes = stop ? remove(client, there) : create(client, there, folder: context.layout.demoFolder)
        if wishes.outcomes.isEmpty, !output.json {
            try StandardStreams.write(lines: [stop ? "No demo session is there; nothing to do." : "nothing to do"])
            return
        }
        try wishes.report(
            output, done: stop ? "removed" : "started", unchanged: "is there already; nothing to do")
        if !stop, !output.json, let name = wishes.outcomes.first(where: { $0.changed })?.name {
            try StandardStreams.write(lines: ["'ccmux attach \(name)' leads into the first of them."])
        }
    }

    private func create(_ client: DaemonClient, _ there: Set<String>, folder: String) -> Wishes {
        Wishes(DemoFleet.sessions.map(\.name)) { name throws(CcmuxError) in
            guard !there.contains(name) else { return try client.start(name, StartRequest()) }
            var request = NewSessionRequest(name: name, dir: "\(folder)/projects-of/\(name)")
            try Files.makeFolder(request.dir)
            request.agent = "demo"
            request.group = "demo"
            request.prompt = DemoFleet.sessions.first { $0.name == name }?.prompt
            return .init(name: name, session: try client.create(request), error: nil, changed: true)
        }
    }

    private func remove(_ client: DaemonClient, _ there: Set<String>) -> Wishes {
        Wishes(DemoFleet.sessions.map(\.name).filter(there.contains)) { name throws(CcmuxError) in
            try client.remove(name)
            return .init(name: name, session: nil, error: nil, changed: true)
        }
    }
}

/// The sessions of `ccmux demo`; the words in double brackets steer the demo agent.
enum DemoFleet {
    static let sessions = [
        (name: "demo-api", prompt: "[[slow 5]] Add a health check to the service"),
        (name: "demo-web", prompt: "[[tool ls]] List the files of the page"),
        (name: "demo-docs", prompt: "Write the first lines of a README"),
    ]
}

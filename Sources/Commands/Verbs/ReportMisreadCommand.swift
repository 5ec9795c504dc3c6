import ArgumentParser
import Client
import Model

struct ReportMisreadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report-misread",
        abstract: "Write down what was to be seen of a session whose state is shown wrongly.",
        discussion: """
            The folder that it writes has the screen, the title and what every source said, with secrets and the path of \
            your home masked. Nothing is sent anywhere.

            EXAMPLES:
              ccmux report-misread api --is permission
            """)

    @Argument(help: "A name, an id, or the beginning of one.", completion: SessionNames.completion)
    var name: String

    @Option(
        name: .customLong("is"), help: ArgumentHelp("What it really does.", valueName: "state"),
        completion: StateNames.completion)
    var state: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try truth
    }

    private var truth: AgentState {
        get throws {
            let states = try StateNames.parse(state, option: "--is")
            guard states.count == 1, let state = states.first else {
                throw ValidationError("'--is' takes one state.")
            }
            return state
        }
    }

    func run() throws {
        let truth = try truth
        let client = try CommandContext().client()
        let session = try client.session(name).session
        let bundle = try client.reportMisread(session.name.text, is: truth)
        try output.print(bundle) { Self.text(bundle, session, truth) }
    }

    static func text(_ bundle: MisreadResponse, _ session: SessionView, _ truth: AgentState) -> [String] {
        var lines = [
            "\(session.name) was shown as '\(session.state.rawValue)' and is '\(truth.rawValue)': written to",
            "  \(bundle.path)  (\(bundle.files.joined(separator: ", ")))",
            "Secrets and your home's path are masked. Read it through before you give it to anybody.",
        ]
        let folder = DetailText.commandLine([bundle.path])
        if let capture = bundle.files.first(where: { $0.hasSuffix(".ansi") }) {
            let file = DetailText.commandLine(["\(bundle.path)/\(capture)"])
            lines.append("How its screen alone is read:  ccmux read-screen \(file) --agent \(session.agent)")
        }
        lines.append("As a test of ccmux:  cp -r \(folder) Tests/AgentsTests/Captures/")
        return lines.map(SafeText.oneLine)
    }
}

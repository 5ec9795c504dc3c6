import ArgumentParser
import Model

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of ccmux.",
        discussion: """
            EXAMPLES:
              ccmux version
              ccmux version --json
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.print(["version": ccmuxVersion]) { ["ccmux \(ccmuxVersion)"] }
    }
}

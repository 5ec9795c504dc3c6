import ArgumentParser
import Client
import Model
import Platform

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say on one line how the fleet is, for status bars.",
        discussion: """
            It never starts the daemon, and exits with 0 also where none runs; '--json' prints 'null' then.

            EXAMPLES:
              ccmux status
              ccmux status --json
              tmux set -g status-right '#(ccmux status)'
            """)

    @OptionGroup var output: OutputOptions

    /// Seconds; a status bar that hangs is worse than one that says so.
    private static let patience = 2.0

    func run() throws {
        let client = try CommandContext().client(starting: false)
        let summary: FleetSummary?
        var absence = "ccmux: no daemon"
        do throws(CcmuxError) {
            summary = try client.summary(timeout: Self.patience)
        } catch {
            guard error.code == .unavailable || error.code == .timedOut else { throw error }
            if error.code == .timedOut { absence = "ccmux: no answer" }
            summary = nil
        }
        try output.print(summary) { [summary.map { SummaryLine.text($0, Clock(now: wallClock())) } ?? absence] }
    }
}

import ArgumentParser
import Client
import Model

struct RenameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a session another name.",
        discussion: """
            Its agent goes on; tmux knows it by the new name at once.

            EXAMPLES:
              ccmux rename api api-v2
            """)

    @Argument(help: "The session's name or id.", completion: SessionNames.completion)
    var name: String

    @Argument(help: "The new name.")
    var newName: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        if let reason = SessionName.invalidityReason(newName) {
            throw CcmuxError(.invalid, "'\(newName)' cannot be the name of a session: \(reason).")
        }
        var patch = SessionPatch()
        patch.name = newName
        let view = try CommandContext().client().change(name, patch)
        try output.print(view) { ["\(name) is now \(view.name)."] }
    }
}

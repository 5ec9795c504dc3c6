import ArgumentParser
import Client
import Model
import Platform

/// Writes the manual pages; run when the bundle is built.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "_man", abstract: "Write the manual pages into a folder.", shouldDisplay: false)

    @Argument(help: "The folder; made if it is not there.", completion: .directory)
    var folder: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let folder = try CommandContext().absolute(folder)
        let dump = try JSONCoding.decode(HelpDump.self, from: RootCommand._dumpHelp().utf8)
        let pages = ManualPage.all(dump.command)
        try Files.makeFolder(folder)
        for page in pages {
            try Files.replace("\(folder)/\(page.name).1", with: Array(page.text.utf8))
        }
        try output.print(pages.map { "\(folder)/\($0.name).1" }) { ["\(pages.count) pages written to \(folder)."] }
    }
}

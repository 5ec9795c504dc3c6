import ArgumentParser

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that ccmux needs, and say how to mend it.",
        discussion: """
            EXAMPLES:
              ccmux doctor
              ccmux doctor --json
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        try DaemonProgram.replaceProcess(["doctor"] + (output.json ? ["--json"] : []))
    }
}

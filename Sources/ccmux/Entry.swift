import Commands
import DemoAgent
import Platform
import Runner

@main
enum Entry {
    /// What panes and hooks start all the time goes past the argument parser.
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "_run": leave(PaneRunner.main(name: rest.first ?? "", environment: processEnvironment()))
        case "hook" where rest.isEmpty: leave(HookReporter.main(environment: processEnvironment()))
        case "hook" where rest == ["permission"]: leave(PermissionWaiter.main(environment: processEnvironment()))
        case "_statusline": leave(StatusLineReporter.main(command: rest.first, environment: processEnvironment()))
        case "_demo": leave(DemoAgent.main(rest, environment: processEnvironment()))
        default: CommandLineTool.run(arguments)
        }
    }
}

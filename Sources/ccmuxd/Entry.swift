import Daemon
import Platform

@main
struct Entry {
    static func main() async {
        leave(await DaemonProgram.main(Array(CommandLine.arguments.dropFirst()), environment: processEnvironment()))
    }
}

import Model

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A coding agent that needs no account. It answers from a script that the prompt itself steers
/// (``Script``), has the states of a real one (working, asking, limited, failing), keeps its
/// conversation in Claude's transcript format and resumes it by uuid.
///
/// It serves for trying every feature and as the quick stand-in for an agent in tests.
package enum DemoAgent {
    package static let version = ccmuxVersion

    /// Runs the agent on the terminal of standard input and output until it ends.
    /// - Parameters:
    ///   - arguments: the command line without the program's own name; see ``Options``.
    ///   - environment: handed to hooks and tools; `CCMUX_DEMO_HOME`, `CCMUX_HOME`, `HOME` and
    ///     `NO_COLOR` are looked at.
    /// - Returns: the exit status: 0, 1 for what is wrong at the start, 128 and a signal's number.
    package static func main(_ arguments: [String], environment: [String: String]) -> Int32 {
        switch Options.parse(arguments) {
        case .failure(let problem): return refuse(problem.message)
        case .success(.help):
            writeAll(Array(Options.help.utf8), to: STDOUT_FILENO)
            return 0
        case .success(.version):
            writeAll(Array("\(version) (ccmux demo agent)\n".utf8), to: STDOUT_FILENO)
            return 0
        case .success(.run(let options)): return run(options, environment)
        }
    }

    private static func run(_ options: Options, _ environment: [String: String]) -> Int32 {
        guard let directory = getcwd(nil, 0) else {
            return refuse("error: the working directory is gone: \(describe(errno: errno))")
        }
        defer { free(directory) }
        let start: Start
        do throws(Options.Problem) {
            start = try Start(options, environment: environment, directory: String(cString: directory))
        } catch {
            return refuse(error.message)
        }
        guard let terminal = Terminal() else { return refuse("error: the demo agent needs a terminal") }
        guard let signals = Signals() else { return refuse("error: no pipe: \(describe(errno: errno))") }
        var loop = MainLoop(start, terminal: terminal, signals: signals)
        return loop.run(start)
    }

    private static func refuse(_ message: String) -> Int32 {
        writeAll(Array((message + "\n").utf8), to: STDERR_FILENO)
        return 1
    }
}

package import Model
import Platform
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The command that the user has a new worktree prepared with.
package struct SetupCommand: Sendable {
    package var words: SetupWords
    package var worktree: SessionWorktree
    package var session: SessionName
    /// The user's own, `SHELL` in it.
    package var environment: [String: String]
    /// Its output goes there; what lay there is replaced.
    package var log: String
    package var seconds: Double

    package init(
        words: SetupWords, worktree: SessionWorktree, session: SessionName, environment: [String: String], log: String,
        seconds: Double
    ) {
        self.words = words
        self.worktree = worktree
        self.session = session
        self.environment = environment
        self.log = log
        self.seconds = seconds
    }

    /// What it gets beside the user's own variables.
    var variables: [String: String] {
        var result = environment.filter { !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_SSH") }
        result["CCMUX_WORKTREE"] = worktree.path
        result["CCMUX_REPOSITORY"] = worktree.repository
        result["CCMUX_BRANCH"] = worktree.branch
        result["CCMUX_SESSION"] = session.text
        result["PWD"] = worktree.path
        return result
    }

    /// The program and its arguments; nil where there is none of that name.
    var call: (program: String, arguments: [String])? {
        switch words {
        case .shell(let line):
            let shell = environment["SHELL"].flatMap { $0.hasPrefix("/") && Files.isExecutable($0) ? $0 : nil }
            return (shell ?? "/bin/sh", ["-c", line])
        case .program(let words):
            guard let name = words.first else { return nil }
            let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            let places =
                name.hasPrefix("/")
                ? [name] : name.contains("/") ? ["\(worktree.path)/\(name)"] : folders.map { "\($0)/\(name)" }
            let program = places.first { $0.hasPrefix("/") && Files.isExecutable($0) }
            return program.map { ($0, Array(words.dropFirst())) }
        }
    }

    /// Runs it to its end.
    ///
    /// - Returns: nil where it succeeded, else what went wrong, as a sentence.
    package func run() async -> String? {
        guard let call else {
            guard case .program(let words) = words else { return nil }
            return "There is no program '\(words.first ?? "")' that the setup command could run."
        }
        let path = FilePath(log)
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        } catch {
            return "Its log \(log) cannot be written."
        }
        defer { try? file.close() }
        return await withTaskGroup(of: String?.self) { group in
            group.addTask {
                var options = PlatformOptions()
                options.createSession = true
                options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
                let custom = Environment.custom(
                    Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0.key), $0.value) }))
                do {
                    let done = try await Subprocess.run(
                        .path(FilePath(call.program)), arguments: Arguments(call.arguments), environment: custom,
                        workingDirectory: FilePath(worktree.path), platformOptions: options, input: .none,
                        output: .fileDescriptor(file, closeAfterSpawningProcess: false),
                        error: .fileDescriptor(file, closeAfterSpawningProcess: false))
                    switch done.terminationStatus {
                    case .exited(0): return nil
                    case .exited(let code): return "The setup command ended with \(code)."
                    case .signaled(let signal): return "The setup command was ended by signal \(signal)."
                    }
                } catch {
                    return "The setup command cannot be run: \(error)"
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return "The setup command did not end within \(Int(seconds / 60)) minutes."
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}

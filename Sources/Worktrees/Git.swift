package import Model
import Platform
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The program git: run for its output, within bounds, asking nobody.
package struct Git: Sendable {
    /// Absolute.
    package let executable: String
    /// What it gets, nothing else.
    let environment: [String: String]

    /// Bytes of output; more is an error.
    static let outputLimit = 16 << 20

    /// - Parameters:
    ///   - executable: absolute; nil looks on the PATH of `environment`.
    ///   - environment: the user's own.
    /// - Throws: `.notFound` where there is no git.
    package init(executable: String? = nil, environment: [String: String]) throws(CcmuxError) {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let found = executable ?? folders.map { "\($0)/git" }.first { $0.hasPrefix("/") && Files.isExecutable($0) }
        guard let found else {
            throw CcmuxError(.notFound, "There is no git on the PATH.", advice: "Install git 2.30 or later.")
        }
        self.executable = found
        self.environment = Self.cleaned(environment)
    }

    /// Without what would lead git to another repository, and with what keeps it from asking or paging.
    static func cleaned(_ environment: [String: String]) -> [String: String] {
        var result = environment.filter { !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_SSH") }
        result["GIT_TERMINAL_PROMPT"] = "0"
        result["GIT_EDITOR"] = "true"
        result["GIT_MERGE_AUTOEDIT"] = "no"
        result["GIT_PAGER"] = "cat"
        result["LC_ALL"] = "C"
        return result
    }

    package struct Outcome: Sendable {
        package var status: Int
        package var output: [UInt8]
        package var errorText: String

        package var succeeded: Bool { status == 0 }
        /// The output as text, without the last line break.
        package var text: String {
            String(decoding: output.last == 10 ? output.dropLast() : output[...], as: UTF8.self)
        }
    }

    /// Runs `git -C DIRECTORY ARGUMENTS…`; a status that is not 0 is an outcome too.
    ///
    /// - Parameters:
    ///   - directory: absolute.
    ///   - seconds: after which it is ended.
    ///   - more: variables for it alone.
    package func outcome(
        _ arguments: [String], in directory: String, seconds: Double = 30, adding more: [String: String] = [:]
    ) async throws(CcmuxError) -> Outcome {
        // Lets no look of ours hold the index's lock against the agent, and starts nothing that stays.
        let settings = [
            "--no-optional-locks", "-C", directory, "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c",
            "maintenance.auto=false", "-c", "color.ui=false", "-c", "core.quotePath=false",
        ]
        let done = await Self.run(
            executable, settings + arguments, environment: environment.merging(more) { $1 }, seconds: seconds,
            limit: Self.outputLimit)
        switch done {
        case .success(let outcome): return outcome
        case .failure(let error): throw error
        }
    }

    /// - Throws: `.failed` in git's words where its status is not 0.
    @discardableResult
    package func run(
        _ arguments: [String], in directory: String, seconds: Double = 30
    ) async throws(CcmuxError) -> Outcome {
        let outcome = try await outcome(arguments, in: directory, seconds: seconds)
        guard outcome.succeeded else { throw Self.failure(outcome, arguments, directory) }
        return outcome
    }

    static func failure(_ outcome: Outcome, _ arguments: [String], _ directory: String) -> CcmuxError {
        let verb = arguments.first { !$0.hasPrefix("-") } ?? "git"
        let lines = outcome.errorText.split(whereSeparator: \.isNewline).map { String($0) }
        let said = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.last ?? "no word"
        let words = said.hasPrefix("fatal: ") ? String(said.dropFirst(7)) : said
        return CcmuxError(.failed, "git \(verb) failed in \(directory): \(words.prefix(500))")
    }

    /// Runs a program in a session of its own, which is ended with it.
    static func run(
        _ executable: String, _ arguments: [String], environment: [String: String], seconds: Double, limit: Int
    ) async -> Result<Outcome, CcmuxError> {
        let name = executable.split(separator: "/").last.map { String($0) } ?? executable
        return await withTaskGroup(of: Result<Outcome, CcmuxError>.self) { group in
            group.addTask {
                var options = PlatformOptions()
                options.createSession = true
                options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
                let variables = Environment.custom(
                    Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) }))
                do {
                    let done = try await Subprocess.run(
                        .path(FilePath(executable)), arguments: Arguments(arguments), environment: variables,
                        workingDirectory: FilePath("/"), platformOptions: options, input: .none,
                        output: .bytes(limit: limit), error: .bytes(limit: 1 << 20))
                    let status: Int =
                        switch done.terminationStatus {
                        case .exited(let code): Int(code)
                        case .signaled(let signal): 128 + Int(signal)
                        }
                    return .success(
                        Outcome(
                            status: status, output: done.standardOutput,
                            errorText: String(decoding: done.standardError, as: UTF8.self)))
                } catch {
                    return .failure(CcmuxError(.failed, "\(name) cannot be run, or said too much: \(error)"))
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return .failure(CcmuxError(.timedOut, "\(name) did not end within \(Int(seconds)) s."))
            }
            let first = await group.next() ?? .failure(CcmuxError(.failed, "\(name) was not run."))
            group.cancelAll()
            return first
        }
    }
}

import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs a program for its output.
enum OneShot {
    /// Standard output and error together, at most `limit` bytes; nil when it could not be started, printed more, or
    /// did not end within `seconds` (then it and its session are killed).
    static func output(
        _ executable: String, _ arguments: [String], environment: [String: String], seconds: Double, limit: Int
    ) async -> [UInt8]? {
        await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                var options = PlatformOptions()
                options.createSession = true
                options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(200))]
                let variables = Environment.custom(
                    Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) }))
                let result = try? await run(
                    .path(FilePath(executable)), arguments: Arguments(arguments), environment: variables,
                    workingDirectory: FilePath("/"), platformOptions: options, input: .none,
                    output: .bytes(limit: limit), error: .combinedWithOutput)
                return result?.standardOutput
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}

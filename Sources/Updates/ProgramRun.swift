import Model
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program run to its end, within a time and a size, asking nobody.
enum ProgramRun {
    struct Outcome: Sendable {
        /// 128 and the signal where one ended it.
        var status: Int
        var output: String
        var errors: String
    }

    static func run(
        _ path: String, _ arguments: [String], environment: [String: String], seconds: Double
    ) async throws(CcmuxError) -> Outcome {
        let name = path.split(separator: "/").suffix(3).joined(separator: "/")
        return try await Deadline.hold(seconds, name) {
            var options = PlatformOptions()
            options.createSession = true
            options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(200))]
            let variables = Environment.custom(
                Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) }))
            do {
                let done = try await Subprocess.run(
                    .path(FilePath(path)), arguments: Arguments(arguments), environment: variables,
                    workingDirectory: FilePath("/"), platformOptions: options, input: .none,
                    output: .bytes(limit: 1 << 20), error: .bytes(limit: 1 << 20))
                let status =
                    switch done.terminationStatus {
                    case .exited(let code): Int(code)
                    case .signaled(let signal): 128 + Int(signal)
                    }
                return .success(
                    Outcome(
                        status: status, output: String(decoding: done.standardOutput, as: UTF8.self),
                        errors: String(decoding: done.standardError, as: UTF8.self)))
            } catch {
                return .failure(CcmuxError(.failed, "\(name) cannot be run, or said too much: \(error)"))
            }
        }
    }
}

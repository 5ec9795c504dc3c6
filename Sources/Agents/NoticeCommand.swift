package import Model
import Platform
import Subprocess

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The user's own program for notices: words without a shell, the notice as JSON on its standard input.
package enum NoticeCommand {
    package struct Notice: Sendable, Encodable {
        var at: Timestamp
        var session: SessionID
        var name: SessionName
        var rule: String
        var text: String
        var directory: String

        package init(
            at: Timestamp, session: SessionID, name: SessionName, rule: String, text: String, directory: String
        ) {
            self.at = at
            self.session = session
            self.name = name
            self.rule = rule
            self.text = text
            self.directory = directory
        }
    }

    /// Returns when it has ended, or after `seconds`, when it and its session are killed.
    ///
    /// - Returns: why it failed; nil where it did not.
    package static func run(
        _ words: [String], _ notice: Notice, environment: [String: String], seconds: Double
    ) async -> String? {
        guard let program = words.first.flatMap({ find($0, environment) }) else {
            return "there is no program '\(words.first ?? "")'"
        }
        guard var input = try? JSONEncoder().encode(notice) else { return "the notice cannot be written" }
        input.append(0x0A)
        let bytes = Array(input)
        return await withTaskGroup(of: String?.self) { group in
            group.addTask {
                var options = PlatformOptions()
                options.createSession = true
                options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
                let variables = Environment.custom(
                    Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) }))
                do {
                    let result = try await Subprocess.run(
                        .path(FilePath(program)), arguments: Arguments(Array(words.dropFirst())),
                        environment: variables, workingDirectory: FilePath("/"), platformOptions: options,
                        input: .array(bytes), output: .discarded, error: .discarded)
                    return result.terminationStatus.isSuccess ? nil : "\(program): \(result.terminationStatus)"
                } catch {
                    return "\(program): \(error)"
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return "\(program) did not end within \(Int(seconds)) s"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private static func find(_ word: String, _ environment: [String: String]) -> String? {
        if word.hasPrefix("/") { return Files.isExecutable(word) ? word : nil }
        if word.hasPrefix("~/"), let home = environment["HOME"] {
            let path = home + word.dropFirst()
            return Files.isExecutable(path) ? path : nil
        }
        guard !word.contains("/") else { return nil }
        return (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(word)" }
            .first { $0.hasPrefix("/") && Files.isExecutable($0) }
    }
}

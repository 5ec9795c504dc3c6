import Model
import Platform
import Testing

extension Installation {
    /// The files of the home with their content, but for what the daemon and the demo agent write all the time.
    var files: String {
        let files = Scratch.files(below: home).filter { path in
            !path.hasPrefix(home + "/logs/") && !path.hasPrefix(home + "/screens/")
                && !path.hasPrefix(home + "/demo/") && !path.hasSuffix(".sock")
                && !path.contains("ccmux.db-") && !path.hasPrefix(home + "/index.db")
        }
        return files.map { path in
            path.hasSuffix("ccmux.db") || path.hasSuffix(".lock") ? path : "\(path) \(Scratch.read(path))"
        }.joined(separator: "\n")
    }

    /// What must be the same before and after a command that was refused: the sessions, and the files of the home.
    func state() async throws -> String {
        let sessions = try await sessions(archived: true).map { session in
            "\(session.id) \(session.name) \(session.dir) \(session.wanted) \(session.process) \(session.pid ?? 0) \(session.pending)"
        }
        return sessions.joined(separator: "\n") + "\n" + files
    }

    /// Runs a command that must be refused and must have changed nothing.
    func refused(
        _ arguments: [String], status: Int32, saying words: String..., input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await state()
        let finished = try await ccmux(arguments, input: input)
        explains(finished, arguments, status: status, saying: words, sourceLocation)
        let after = try await state()
        #expect(before == after, "\(finished.text)", sourceLocation: sourceLocation)
    }

    /// Runs a command that must fail because no daemon can start; the files must be as they were.
    func cannotStart(
        _ arguments: [String] = ["list"], status: Int32, saying words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = files
        let finished = try await ccmux(arguments)
        explains(finished, arguments, status: status, saying: words, sourceLocation)
        #expect(daemon == nil, sourceLocation: sourceLocation)
        let after = files.split(separator: "\n").filter { !$0.hasSuffix("daemon.lock") }.joined(separator: "\n")
        #expect(
            before.split(separator: "\n").filter { !$0.hasSuffix("daemon.lock") }.joined(separator: "\n") == after,
            sourceLocation: sourceLocation)
    }

    /// The exit status, the words, and no more than a few lines of them.
    private func explains(
        _ finished: Finished, _ arguments: [String], status: Int32, saying words: [String], _ place: SourceLocation
    ) {
        let what = "ccmux \(arguments.joined(separator: " ").prefix(200)): \(finished.text)"
        #expect(finished.status == status, "\(what)", sourceLocation: place)
        for word in words {
            #expect(finished.errors.contains(word), "'\(word)' is not in \(what)", sourceLocation: place)
        }
        #expect(finished.errors.split(separator: "\n").count <= 4, "too many lines: \(what)", sourceLocation: place)
    }
}

import Client
import Model

/// The same wish for several sessions: each is tried, each is reported, the worst status counts.
struct Wishes {
    private(set) var outcomes: [WishResponse.Outcome] = []

    init(outcomes: [WishResponse.Outcome] = []) {
        self.outcomes = outcomes
    }

    /// Does `wish` for each name, once, in the order given.
    init(_ names: [String], _ wish: (String) throws(CcmuxError) -> WishResponse.Outcome) {
        for name in Self.unique(names) {
            do throws(CcmuxError) {
                outcomes.append(try wish(name))
            } catch {
                outcomes.append(.init(name: name, session: nil, error: error, changed: false))
                // Nobody is there to ask for the others.
                if error.code == .unavailable { break }
            }
        }
    }

    static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    var errors: [CcmuxError] { outcomes.compactMap(\.error) }

    /// - Parameters:
    ///   - done: what is said of one that was changed, after its name.
    ///   - unchanged: what is said where there was nothing to do.
    func report(_ output: OutputOptions, done: String, unchanged: String) throws {
        try output.print(WishResponse(outcomes: outcomes)) { () throws(CcmuxError) in
            outcomes.filter { $0.error == nil }.map { outcome in
                let name = outcome.session?.name.text ?? outcome.name
                // What a session that cannot go on says of itself belongs to the answer; a question of its agent does not.
                let stuck = outcome.session?.process == .blocked || outcome.session?.process == .backoff
                let detail = stuck ? outcome.session?.detail.map { " (\($0))" } ?? "" : ""
                return SafeText.oneLine("\(name): \(outcome.changed ? done : unchanged)\(detail)")
            }
        }
        for outcome in outcomes {
            guard let error = outcome.error else { continue }
            StandardStreams.report(FailureText.lines(error, about: outcome.name))
        }
        if !errors.isEmpty { throw Reported(status: FailureText.exitStatus(errors)) }
    }
}

/// An end whose errors have been told already; only the status is left.
struct Reported: Error {
    var status: Int32
}

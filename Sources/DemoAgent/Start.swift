#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// All that is known before the screen comes up, checked.
struct Start {
    var machine: Machine
    var history = History()
    var isResumed = false
    var prompt: String?
    var settings: Settings
    var locations: Locations
    var environment: [String: String]
    var newIdentifier: () -> String

    /// - Throws: what a person is told before the program ends with status 1.
    init(_ options: Options, environment: [String: String], directory: String) throws(Options.Problem) {
        locations = Locations(environment: environment, directory: directory)
        settings = try Start.settings(options.settings)
        self.environment = environment
        prompt = options.prompt
        newIdentifier = { UUID().uuidString.lowercased() }
        let sessionID: String
        switch options.conversation {
        case .new(let wanted):
            sessionID = wanted ?? newIdentifier()
            if (try? readTail(locations.transcript(sessionID), limit: 1)) != nil {
                throw Options.Problem(message: "Session ID \(sessionID) is already in use.")
            }
        case .resume(let wanted):
            sessionID = isUUID(wanted) ? wanted.lowercased() : wanted
            guard isUUID(wanted),
                let stored = try? readTail(locations.transcript(sessionID), limit: History.readLimit)
            else {
                throw Options.Problem(message: "No conversation found with session ID: \(wanted)")
            }
            history = History(jsonl: stored.bytes, isWhole: stored.isWhole)
            isResumed = true
        }
        machine = Machine(
            options: options, sessionID: sessionID, directory: directory, newIdentifier: newIdentifier)
        for prompt in history.prompts { machine.composer.remember(prompt) }
        machine.topic = options.name ?? history.prompts.first.map { String($0.prefix(200)) }
    }

    private static func settings(_ value: String?) throws(Options.Problem) -> Settings {
        guard let value else { return Settings() }
        var bytes = Array(value.utf8)
        if Script.trimmed(value).first != "{" {
            guard let file = try? readTail(value, limit: 1 << 20), file.isWhole else {
                throw Options.Problem(message: "error: Settings file not found: \(value)")
            }
            bytes = file.bytes
        }
        guard let settings = Settings(json: bytes) else {
            throw Options.Problem(message: "error: Invalid JSON provided to --settings")
        }
        return settings
    }
}

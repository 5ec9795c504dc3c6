/// The permission modes, by Claude's names.
enum PermissionMode: String, CaseIterable {
    case ask = "default"
    case acceptEdits
    case plan
    case bypassPermissions

    /// Whether a command needs a person's yes.
    var asks: Bool { self == .ask || self == .plan }
}

/// What the command line said. The flags have Claude's names, so that one launch recipe serves both.
struct Options: Equatable {
    enum Conversation: Equatable {
        /// A new one under this uuid, or under one made at the start.
        case new(String?)
        case resume(String)
    }

    enum Request: Equatable {
        case run(Options)
        case help
        case version
    }

    struct Problem: Error, Equatable {
        var message: String
    }

    var conversation = Conversation.new(nil)
    var name: String?
    var model = "demo-1"
    var mode = PermissionMode.ask
    /// JSON, or the path of a file with it.
    var settings: String?
    var prompt: String?
    /// Asks first whether the folder is trusted.
    var isUntrusted = false

    static let help = """
        Usage: ccmux _demo [options] [prompt]

        A coding agent that needs no account: it answers from a script, keeps its conversation in
        Claude's transcript format and resumes it.

        Options:
          --session-id <uuid>       start a new conversation under this uuid
          --resume <uuid>           continue a conversation
          --name <name>             the session's name, shown in the header and the title
          --model <model>           the model's name to show and record
          --permission-mode <mode>  default, acceptEdits, plan or bypassPermissions
          --settings <json|file>    settings; their "hooks" are run
          --untrusted               ask first whether the folder is trusted
          --help                    print this
          --version                 print the version

        """

    static func parse(_ arguments: [String]) -> Result<Request, Problem> {
        var scanner = OptionScanner(arguments: arguments)
        do throws(Problem) {
            return .success(try scanner.request())
        } catch {
            return .failure(error)
        }
    }
}

private struct OptionScanner {
    var arguments: [String]
    var options = Options()
    var sessionID: String?
    var resumed: String?

    mutating func request() throws(Options.Problem) -> Options.Request {
        var onlyPrompts = false
        while !arguments.isEmpty {
            let argument = arguments.removeFirst()
            if onlyPrompts || !argument.hasPrefix("-") || argument == "-" {
                try take(prompt: argument)
            } else if argument == "--" {
                onlyPrompts = true
            } else if argument == "--help" || argument == "-h" {
                return .help
            } else if argument == "--version" {
                return .version
            } else if argument == "--untrusted" {
                options.isUntrusted = true
            } else {
                try take(flag: argument)
            }
        }
        guard sessionID == nil || resumed == nil else {
            throw Options.Problem(message: "error: --session-id cannot be used with --resume")
        }
        options.conversation = resumed.map { .resume($0) } ?? .new(sessionID)
        return .run(options)
    }

    private mutating func take(prompt: String) throws(Options.Problem) {
        guard options.prompt == nil else {
            throw Options.Problem(message: "error: too many arguments: one prompt is expected")
        }
        options.prompt = prompt
    }

    private mutating func take(flag: String) throws(Options.Problem) {
        let parts = flag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard ["--session-id", "--resume", "--name", "--model", "--permission-mode", "--settings"].contains(name) else {
            throw Options.Problem(message: "error: unknown option '\(name)'")
        }
        var value: String
        if parts.count > 1 {
            value = String(parts[1])
        } else if !arguments.isEmpty {
            value = arguments.removeFirst()
        } else {
            throw Options.Problem(message: "error: option '\(name)' argument missing")
        }
        switch name {
        case "--session-id":
            value = value.lowercased()
            guard isUUID(value) else {
                throw Options.Problem(message: "error: Invalid session ID. Must be a valid UUID.")
            }
            sessionID = value
        case "--resume": resumed = value
        case "--name": options.name = value
        case "--model": options.model = value
        case "--settings": options.settings = value
        default:
            guard let mode = PermissionMode(rawValue: value) else {
                let choices = PermissionMode.allCases.map(\.rawValue).joined(separator: ", ")
                throw Options.Problem(
                    message: "error: option '--permission-mode <mode>' argument '\(value)' is invalid. "
                        + "Allowed choices are \(choices).")
            }
            options.mode = mode
        }
    }
}

/// Whether the text has the shape of a uuid; nothing else may become a file's name.
func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
        && groups.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) } }
}

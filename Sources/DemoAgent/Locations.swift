/// Where the demo agent keeps its files, in the layout that Claude has under `~/.claude`.
struct Locations: Equatable {
    /// `$CCMUX_DEMO_HOME`, else `$CCMUX_HOME/demo`, else `~/.ccmux/demo`; absolute.
    var home: String
    /// The working directory with symbolic links resolved.
    var directory: String

    init(environment: [String: String], directory: String) {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let chosen =
            set("CCMUX_DEMO_HOME") ?? set("CCMUX_HOME").map { $0 + "/demo" } ?? (set("HOME") ?? "/") + "/.ccmux/demo"
        home = chosen.hasPrefix("/") ? chosen : directory + "/" + chosen
        self.directory = directory
    }

    var projects: String { home + "/projects" }
    var sessions: String { home + "/sessions" }

    func transcript(_ sessionID: String) -> String {
        "\(projects)/\(Locations.folder(for: directory))/\(sessionID).jsonl"
    }

    func sessionFile(pid: Int32) -> String { "\(sessions)/\(pid).json" }

    /// The project folder's name: each character outside `[A-Za-z0-9]` becomes `-`, counted as Claude
    /// counts, in UTF-16 units.
    static func folder(for directory: String) -> String {
        String(
            decoding: directory.utf16.map { unit in
                switch unit {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: UInt8(unit)
                default: UInt8(ascii: "-")
                }
            }, as: UTF8.self)
    }
}

import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `--settings` that a session gets: ours, merged into the user's where they give some, since versions differ in
/// which of two they take. The user's settings files stay as they are, and their hooks run beside ours.
enum ClaudeSettings {
    /// The events that a version gets hooks for. A name that it does not know stops it at an error menu, and versions
    /// do not say what they know: so each name is given from the version on that was tried.
    static func events(for version: String?) -> [String] {
        let number = AgentVersion(version)
        return events.filter { $0.since.map { $0 <= number } ?? true }.map(\.name)
    }

    static var everyEvent: [String] { events.map(\.name) }

    private static let events: [(name: String, since: AgentVersion?)] = [
        ("SessionStart", nil), ("UserPromptSubmit", nil), ("PreToolUse", nil), ("Notification", nil), ("Stop", nil),
        ("SubagentStop", nil), ("PreCompact", nil), ("SessionEnd", nil),
        ("PermissionRequest", AgentVersion("2.1.1")), ("StopFailure", AgentVersion("2.1.81")),
    ]

    /// Seconds after which Claude gives a hook up.
    private static let timeout: Int64 = 5
    /// Seconds for which the hook at a permission may wait: a person may come back after a weekend. 2,147,483 is the
    /// most that all versions take; 2.1.1 and 2.1.139 give a hook up at once that is given more.
    private static let patience: Int64 = 2_000_000

    /// - Parameters:
    ///   - command: the path of the ccmux program. Claude runs hooks through a shell, hence the quotes; a failing hook
    ///     would be shown to the user, hence the rest.
    ///   - events: those that the agent knows.
    static func hooks(command: String, events: [String]) -> JSONValue {
        let quoted =
            "'" + command.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
        let hook = { (words: String, timeout: Int64) -> JSONValue in
            .object([
                "type": "command", "command": .string("\(quoted) \(words) 2>/dev/null || true"),
                "timeout": .integer(timeout),
            ])
        }
        var members: [String: JSONValue] = [:]
        for event in events {
            let isAsking = event == "PermissionRequest"
            var entry: [String: JSONValue] = [
                "hooks": .array([isAsking ? hook("hook permission", patience) : hook("hook", timeout)])
            ]
            // Of a dialog that PermissionRequest has told of it would tell once more, later and knowing less.
            if event == "Notification", events.contains("PermissionRequest") { entry["matcher"] = "elicitation_dialog" }
            members[event] = .array([.object(entry)])
        }
        return .object(["hooks": .object(members)])
    }

    /// A status line that came with the user's own `--settings` has taken the place of ours: ours is put around it.
    static func wrappingStatusLine(_ settings: JSONValue, ccmux: String) -> JSONValue {
        guard case .object(var members) = settings, case .object(var line) = settings["statusLine"],
            let given = line["command"]?.string, !given.isEmpty, given != ClaudeStatusLine.command(ccmux: ccmux),
            line["type"] == "command"
        else { return settings }
        line["command"] = .string(ClaudeStatusLine.command(ccmux: ccmux, wrapping: given))
        members["statusLine"] = .object(line)
        return .object(members)
    }

    /// Off for this session, whatever the user's settings say. An older version ignores the key.
    static func withoutRemoteControl(_ settings: JSONValue) -> JSONValue {
        merge(settings, with: .object(["remoteControlAtStartup": false]))
    }

    /// The text for `--settings`.
    ///
    /// - Parameter ccmux: the path of our program, to be put around a status line of the user's; nil leaves it alone.
    /// - Throws: `.invalid` when the user's own is neither JSON nor a readable file of JSON.
    static func merged(
        userFlags: [String], directory: String, ours: JSONValue, ccmux: String? = nil
    ) throws(CcmuxError) -> String {
        guard let given = value(in: userFlags) else { return text(ours) }
        let settings = merge(try read(given, directory: directory), with: ours)
        return text(ccmux.map { wrappingStatusLine(settings, ccmux: $0) } ?? settings)
    }

    /// The user's flags without `--settings`.
    static func withoutSettings(_ flags: [String]) -> [String] {
        var rest: [String] = []
        var skip = false
        for flag in flags {
            if skip {
                skip = false
            } else if flag == "--settings" {
                skip = true
            } else if !flag.hasPrefix("--settings=") {
                rest.append(flag)
            }
        }
        return rest
    }

    private static func value(in flags: [String]) -> String? {
        var value: String?
        for (index, flag) in flags.enumerated() {
            if flag == "--settings", index + 1 < flags.count { value = flags[index + 1] }
            if flag.hasPrefix("--settings=") { value = String(flag.dropFirst("--settings=".count)) }
        }
        return value
    }

    private static func read(_ given: String, directory: String) throws(CcmuxError) -> JSONValue {
        let bytes: [UInt8]
        if given.drop(while: { $0 == " " || $0 == "\n" }).hasPrefix("{") {
            bytes = Array(given.utf8)
        } else {
            let path = given.hasPrefix("/") ? given : "\(directory)/\(given)"
            guard let content = try Files.read(path, limit: 1 << 20) else {
                throw CcmuxError(.invalid, "The file \(path), given with --settings, does not exist.")
            }
            bytes = content
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), case .object = value else {
            throw CcmuxError(.invalid, "What --settings names is not a JSON object.")
        }
        return value
    }

    /// Objects are merged key by key, lists are joined, and of two other values the user's stays.
    static func merge(_ user: JSONValue, with ours: JSONValue) -> JSONValue {
        switch (user, ours) {
        case (.object(let a), .object(let b)): .object(a.merging(b) { merge($0, with: $1) })
        case (.array(let a), .array(let b)): .array(a + b)
        default: user
        }
    }

    private static func text(_ value: JSONValue) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

import GRDB
import Model

/// A row of the database that cannot be understood. It is left as it is: a newer version may, or a person.
package struct DamagedRow: Sendable, Hashable {
    /// What stands in its id column.
    package var id: String
    /// What is wrong, as the end of a sentence.
    package var reason: String

    package init(id: String, reason: String) {
        self.id = id
        self.reason = reason
    }
}

/// A session's record as columns of the table `session`.
enum SessionRow {
    /// Every column of this version, in the order of `values`.
    static let columns = [
        "id", "name", "agent", "directory", "model", "permission_mode", "flags", "environment", "remote_control",
        "session_group", "wanted", "conversation", "conversed", "first_prompt", "created", "yolo",
        "hibernated",
    ]

    static func values(_ record: SessionRecord) throws -> [DatabaseValue] {
        let settings = record.settings
        let texts = [record.agent, settings.directory, settings.model, settings.permissionMode, record.group]
        // SQLite's text ends at NUL; such a text would come back cut.
        if (texts + [record.firstPrompt]).contains(where: { $0?.utf8.contains(0) == true }) {
            throw CcmuxError(.invalid, "The session '\(record.name)' holds a text with a NUL character.")
        }
        let isHibernated = record.wanted == .hibernated
        return [
            record.id.text.databaseValue, record.name.text.databaseValue, record.agent.databaseValue,
            settings.directory.databaseValue, optional(settings.model), optional(settings.permissionMode),
            try JSONColumn.text(settings.flags).databaseValue,
            try JSONColumn.text(settings.environment).databaseValue,
            settings.remoteControl.rawValue.databaseValue, optional(record.group),
            (isHibernated ? WantedState.stopped : record.wanted).rawValue.databaseValue,
            optional(record.conversation?.text), record.conversed.databaseValue, optional(record.firstPrompt),
            record.created.milliseconds.databaseValue, settings.yolo.databaseValue, isHibernated.databaseValue,
        ]
    }

    private static func optional(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }

    static func record(_ row: Row) -> Result<SessionRecord, Damage> {
        do throws(Damage) {
            let fields = Fields(row: row)
            let settings = SessionSettings(
                directory: try fields.text("directory"),
                model: try fields.optionalText("model"),
                permissionMode: try fields.optionalText("permission_mode"),
                flags: try fields.json("flags"),
                environment: try fields.json("environment"),
                remoteControl: try fields.parsed("remote_control", RemoteControl.init(rawValue:)),
                yolo: try fields.flag("yolo"))
            let wanted = try fields.parsed("wanted", WantedState.init(rawValue:))
            // A version before, which knows of no hibernation, may have started it.
            let isHibernated = try fields.flag("hibernated") && wanted == .stopped
            return .success(
                SessionRecord(
                    id: try fields.parsed("id", SessionID.init(_:)),
                    name: try fields.parsed("name", SessionName.init(_:)),
                    agent: try fields.text("agent"),
                    settings: settings,
                    group: try fields.optionalText("session_group"),
                    wanted: isHibernated ? .hibernated : wanted,
                    conversation: try fields.optionallyParsed("conversation", ConversationID.init(_:)),
                    conversed: try fields.flag("conversed"),
                    firstPrompt: try fields.optionalText("first_prompt"),
                    created: try fields.moment("created")))
        } catch {
            return .failure(error)
        }
    }

    struct Damage: Error {
        var reason: String
    }
}

/// Reads columns without trusting their types: SQLite keeps whatever was written.
struct Fields {
    var row: Row

    private func value(_ column: String) -> DatabaseValue { row[column] ?? .null }

    private func damage(_ column: String, _ what: String) -> SessionRow.Damage {
        let shown = String(value(column).description.prefix(60))
        return SessionRow.Damage(reason: "its \(column) is \(shown), \(what)")
    }

    func text(_ column: String) throws(SessionRow.Damage) -> String {
        guard case .string(let text) = value(column).storage else { throw damage(column, "not a text") }
        return text
    }

    func optionalText(_ column: String) throws(SessionRow.Damage) -> String? {
        value(column).isNull ? nil : try text(column)
    }

    func parsed<Value>(_ column: String, _ parse: (String) -> Value?) throws(SessionRow.Damage) -> Value {
        guard let result = parse(try text(column)) else { throw damage(column, "which this version cannot read") }
        return result
    }

    func optionallyParsed<Value>(_ column: String, _ parse: (String) -> Value?) throws(SessionRow.Damage) -> Value? {
        value(column).isNull ? nil : try parsed(column, parse)
    }

    func json<Value: Decodable>(_ column: String) throws(SessionRow.Damage) -> Value {
        let text = try text(column)
        guard let result = try? JSONColumn.value(Value.self, from: text) else {
            throw damage(column, "not the JSON that belongs there")
        }
        return result
    }

    func integer(_ column: String) throws(SessionRow.Damage) -> Int64 {
        guard case .int64(let number) = value(column).storage else { throw damage(column, "not a whole number") }
        return number
    }

    func flag(_ column: String) throws(SessionRow.Damage) -> Bool { try integer(column) != 0 }

    /// A time in milliseconds, within the years that RFC 3339 can write.
    func moment(_ column: String) throws(SessionRow.Damage) -> Timestamp {
        let milliseconds = try integer(column)
        guard (-62_167_219_200_000..<253_402_300_800_000).contains(milliseconds) else {
            throw damage(column, "not a time")
        }
        return Timestamp(milliseconds: milliseconds)
    }
}

package import Model
package import Platform

/// An event of an update, written down for the daemon, which has the journal: one file each in `app/notes`.
package struct UpdateNote: Sendable, Codable {
    package var at: String
    package var kind: String
    package var data: [String: JSONValue]

    /// - Parameters:
    ///   - kind: `update.installed` and its like.
    ///   - occasion: names what happened, so that telling it twice is telling it once; letters, digits, `.`, `+`, `-`.
    ///   - home: whose daemon is told. A disk that is full costs the event, not the update.
    package static func leave(
        _ kind: String, occasion: String, data: [String: JSONValue], at: Timestamp, home: HomeLayout
    ) {
        guard (try? Files.makeFolder(home.noteFolder)) != nil else { return }
        let note = UpdateNote(at: at.rfc3339, kind: kind, data: data)
        try? JSONFile.write(note, to: "\(home.noteFolder)/\(occasion).json")
    }

    /// The notes that lie there, oldest first, each with its file, which is removed once the event is in the journal.
    package static func waiting(home: HomeLayout) -> [(path: String, note: UpdateNote)] {
        var found: [(path: String, note: UpdateNote)] = []
        for name in Files.names(in: home.noteFolder, limit: 1000) where name.hasSuffix(".json") {
            let path = "\(home.noteFolder)/\(name)"
            guard let note = JSONFile.read(path, as: UpdateNote.self), note.kind.hasPrefix("update.") else {
                Files.remove(path)
                continue
            }
            found.append((path, note))
        }
        return found.sorted { $0.note.at < $1.note.at }
    }
}

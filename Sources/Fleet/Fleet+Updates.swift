package import Model
import Store

extension Fleet {
    /// Puts an event into the journal that is of the installation, not of a session.
    package func tellInstallation(_ kind: String, data: [String: JSONValue], at: Timestamp) {
        record(NewEvent(at: at, kind: kind, data: data))
    }
}

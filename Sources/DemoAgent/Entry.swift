/// A finished piece of the conversation as the screen shows it.
enum Entry: Equatable {
    case header(name: String?, model: String, directory: String, sessionID: String)
    case prompt(String)
    case answer(String)
    case tool(String)
    case result(String, isError: Bool)
    case failure(String)
    case notice(String)
}

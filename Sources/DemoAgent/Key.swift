/// What a person did on the keyboard.
enum Key: Equatable {
    case text(String)
    case paste(String)
    case enter
    case newline
    case escape
    case backspace
    case delete
    case up, down, left, right
    case home, end
    /// Ctrl with a small letter.
    case control(Character)
}

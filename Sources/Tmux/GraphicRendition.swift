/// The colours and attributes that a terminal has in force: what SGR sequences (ECMA-48, `ESC [ … m`) add up to.
struct GraphicRendition: Hashable {
    /// Each by what it is about; the bytes are the parameters that set it, such as `38;5;12`.
    private var settings: [Topic: [UInt8]] = [:]

    private enum Topic: Int {
        case weight, faint, italic, underline, blink, inverse, hidden, struck, overline, foreground, background
        case underlineColour
    }

    /// The shortest sequence that brings it about; empty where all is plain.
    var sequence: [UInt8] {
        if settings.isEmpty { return [] }
        let parameters = settings.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        return [0x1b, 0x5b] + parameters.joined(separator: [0x3b]) + [0x6d]
    }

    /// Takes a sequence's parameters, the bytes between `ESC [` and `m`.
    mutating func apply(_ parameters: some Collection<UInt8>) {
        var rest = parameters.split(separator: 0x3b, omittingEmptySubsequences: false).map { Array($0) }[...]
        while let first = rest.popFirst() {
            // A colour is one parameter with colons in it, or takes those that follow: `5;N` or `2;R;G;B`.
            let code = Int(String(decoding: first.prefix { $0 != 0x3a }, as: UTF8.self)) ?? 0
            var words = [first]
            if [38, 48, 58].contains(code), first.count == 2, let kind = rest.first {
                let count = kind == [0x32] ? 4 : kind == [0x35] ? 2 : 1
                words += rest.prefix(count)
                rest = rest.dropFirst(count)
            }
            apply(
                code, isOff: first.count > 2 && first.suffix(2) == [0x3a, 0x30], Array(words.joined(separator: [0x3b])))
        }
    }

    private mutating func apply(_ code: Int, isOff: Bool, _ bytes: [UInt8]) {
        switch code {
        case 0: settings = [:]
        case 1: settings[.weight] = bytes
        case 2: settings[.faint] = bytes
        case 3: settings[.italic] = bytes
        case 4, 21: settings[.underline] = isOff && code == 4 ? nil : bytes
        case 5, 6: settings[.blink] = bytes
        case 7: settings[.inverse] = bytes
        case 8: settings[.hidden] = bytes
        case 9: settings[.struck] = bytes
        case 22:
            settings[.weight] = nil
            settings[.faint] = nil
        case 23: settings[.italic] = nil
        case 24: settings[.underline] = nil
        case 25: settings[.blink] = nil
        case 27: settings[.inverse] = nil
        case 28: settings[.hidden] = nil
        case 29: settings[.struck] = nil
        case 30...38, 90...97: settings[.foreground] = bytes
        case 39: settings[.foreground] = nil
        case 40...48, 100...107: settings[.background] = bytes
        case 49: settings[.background] = nil
        case 53: settings[.overline] = bytes
        case 55: settings[.overline] = nil
        case 58: settings[.underlineColour] = bytes
        case 59: settings[.underlineColour] = nil
        default: break
        }
    }
}

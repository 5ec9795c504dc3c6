/// How a cell is drawn, as far as it tells something: what is dim is a suggestion, what is coloured is the agent's own word.
struct ScreenStyle: Hashable, Sendable {
    enum Colour: Hashable, Sendable {
        case standard
        /// 0 to 255, of the terminal's palette.
        case indexed(UInt8)
        case rgb(UInt8, UInt8, UInt8)

        /// Neither white, black nor grey.
        var isVivid: Bool {
            switch self {
            case .standard: false
            case .indexed(let index):
                index < 16 ? ![0, 7, 8, 15].contains(index) : !(231...255).contains(index) && index != 16
            case .rgb(let r, let g, let b): max(r, g, b) - min(r, g, b) > 40
            }
        }

        var isGrey: Bool {
            switch self {
            case .standard: false
            case .indexed(let index): (232...250).contains(index) || index == 8 || index == 7
            case .rgb(let r, let g, let b): max(r, g, b) - min(r, g, b) <= 40 && max(r, g, b) < 190
            }
        }
    }

    var isBold = false
    var isDim = false
    var isItalic = false
    var isInverse = false
    var foreground = Colour.standard
    var background = Colour.standard

    /// Less than what it stands beside: dim, or grey.
    var isFaint: Bool { isDim || foreground.isGrey }

    /// Takes the parameters of one SGR sequence, the bytes between `ESC [` and `m`. What is unknown changes nothing.
    mutating func apply(_ parameters: UnsafeBufferPointer<UInt8>) {
        var numbers = SGRNumbers(parameters)
        while let number = numbers.next() {
            switch number {
            case 0: self = ScreenStyle()
            case 1: isBold = true
            case 2: isDim = true
            case 3: isItalic = true
            case 7: isInverse = true
            case 22: (isBold, isDim) = (false, false)
            case 23: isItalic = false
            case 27: isInverse = false
            case 30...37: foreground = .indexed(UInt8(number - 30))
            case 38: if let colour = numbers.colour() { foreground = colour }
            case 39: foreground = .standard
            case 40...47: background = .indexed(UInt8(number - 40))
            case 48: if let colour = numbers.colour() { background = colour }
            case 49: background = .standard
            case 58: _ = numbers.colour()
            case 90...97: foreground = .indexed(UInt8(number - 82))
            case 100...107: background = .indexed(UInt8(number - 92))
            default: break
            }
        }
    }
}

/// The numbers of an SGR sequence, parted by `;` or `:`; one that is missing is 0.
private struct SGRNumbers {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var isDone = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func next() -> Int? {
        guard !isDone else { return nil }
        var value = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            guard (0x30...0x39).contains(byte) else { return value }
            value = min(value * 10 + Int(byte - 0x30), 99_999)
        }
        isDone = true
        return value
    }

    /// What follows a 38, 48 or 58: `5;INDEX` or `2;R;G;B`.
    mutating func colour() -> ScreenStyle.Colour? {
        switch next() {
        case 5: return next().map { .indexed(UInt8(clamping: $0)) }
        case 2:
            guard let r = next(), let g = next(), let b = next() else { return nil }
            return .rgb(UInt8(clamping: r), UInt8(clamping: g), UInt8(clamping: b))
        default: return nil
        }
    }
}

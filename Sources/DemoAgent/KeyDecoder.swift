/// Turns the terminal's bytes into keys. Pure: bytes may arrive split anywhere, and the caller tells
/// when so much time passed that a lone ESC was the Escape key.
struct KeyDecoder {
    /// Pasted bytes beyond this are dropped: no paste may take all memory.
    static let pasteLimit = 16 << 20

    private var pending: [UInt8] = []
    private var pasted: [UInt8]?
    private var endMatched = 0
    private static let pasteStart = Array("200~".utf8)
    private static let pasteEnd: [UInt8] = [0x1B] + Array("[201~".utf8)

    /// An unfinished escape sequence is held: call ``flush()`` if nothing follows within some 50 ms.
    var isHoldingEscape: Bool { pasted == nil && pending.first == 0x1B }

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
        var keys: [Key] = []
        for byte in bytes {
            if pasted != nil {
                if let text = paste(byte) { keys.append(.paste(text)) }
            } else {
                pending.append(byte)
                take(into: &keys)
            }
        }
        return KeyDecoder.joined(keys)
    }

    /// Gives up waiting for the rest of an escape sequence.
    mutating func flush() -> [Key] {
        guard isHoldingEscape else { return [] }
        let wasLone = pending.count == 1
        pending = []
        return wasLone ? [.escape] : []
    }

    /// The end mark is held back while it arrives, so what was collected never has a part of it.
    private mutating func paste(_ byte: UInt8) -> String? {
        let end = KeyDecoder.pasteEnd
        if byte == end[endMatched] {
            endMatched += 1
            guard endMatched == end.count else { return nil }
            let content = pasted ?? []
            pasted = nil
            endMatched = 0
            return KeyDecoder.withNewlines(content)
        }
        let held = end[..<endMatched]
        endMatched = byte == end[0] ? 1 : 0
        if (pasted?.count ?? 0) + held.count < KeyDecoder.pasteLimit {
            pasted?.append(contentsOf: held)
            if endMatched == 0 { pasted?.append(byte) }
        }
        return nil
    }

    private mutating func take(into keys: inout [Key]) {
        guard let first = pending.first else { return }
        switch first {
        case 0x1B: takeEscape(into: &keys)
        case 0x0D: finish(.enter, &keys)
        case 0x0A: finish(.newline, &keys)
        case 0x08, 0x7F: finish(.backspace, &keys)
        case 0x01...0x1A: finish(.control(Character(Unicode.Scalar(first + 0x60))), &keys)
        case 0x00...0x1F: pending = []
        default: takeCharacter(into: &keys)
        }
    }

    private mutating func takeEscape(into keys: inout [Key]) {
        guard pending.count > 1 else { return }
        switch pending[1] {
        case 0x5B:  // CSI: parameters, then one final byte
            guard pending.count > 2, let last = pending.last else { return }
            if (0x40...0x7E).contains(last) {
                let body = Array(pending[2...])
                pending = []
                if body == KeyDecoder.pasteStart { pasted = [] } else { keys += KeyDecoder.sequence(body) }
            } else if pending.count > 32 || !(0x20...0x3F).contains(last) {
                pending = []
            }
        case 0x4F:  // SS3: one final byte
            guard pending.count > 2 else { return }
            let body = [pending[2]]
            pending = []
            keys += KeyDecoder.sequence(body)
        case 0x0D, 0x0A: finish(.newline, &keys)
        case 0x1B:
            pending.removeFirst()
            keys.append(.escape)
        default:  // Alt with a key means nothing here; the key alone would be a surprise
            pending = []
        }
    }

    private mutating func takeCharacter(into keys: inout [Key]) {
        let length = KeyDecoder.length(of: pending[0])
        if pending.count > 1, let last = pending.last, !(0x80...0xBF).contains(last) {
            // The character was cut off: say so, and read the new byte for itself.
            pending = [last]
            keys.append(.text("\u{FFFD}"))
            take(into: &keys)
        } else if pending.count == length {
            finish(.text(String(decoding: pending, as: UTF8.self)), &keys)
        }
    }

    private mutating func finish(_ key: Key, _ keys: inout [Key]) {
        pending = []
        keys.append(key)
    }

    private static func length(of lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func sequence(_ body: [UInt8]) -> [Key] {
        switch String(decoding: body, as: UTF8.self) {
        case "A": [.up]
        case "B": [.down]
        case "C": [.right]
        case "D": [.left]
        case "H", "1~", "7~": [.home]
        case "F", "4~", "8~": [.end]
        case "3~": [.delete]
        case "13;3u", "13;2u", "27;2;13~", "27;3;13~": [.newline]
        default: []
        }
    }

    /// Terminals send a pasted line's end as CR; what was copied had LF.
    private static func withNewlines(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D {
                if index + 1 == bytes.count || bytes[index + 1] != 0x0A { result.append(0x0A) }
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Runs of text become one key, so that a burst of typing costs one edit.
    private static func joined(_ keys: [Key]) -> [Key] {
        keys.reduce(into: []) { result, key in
            if case .text(let more) = key, case .text(let text)? = result.last {
                result[result.count - 1] = .text(text + more)
            } else {
                result.append(key)
            }
        }
    }
}

package import Model

/// What `GET /v1/transcripts/{WORD}` is asked for.
package struct TranscriptRequest: Sendable, Hashable {
    /// What of the transcript.
    package enum Part: Sendable, Hashable {
        /// The last turns.
        case tail(Int)
        /// Those that went on at or after a moment.
        case since(Timestamp)
        /// What was written since a page gave this cursor; it is waited for at most so many seconds.
        case after(String, wait: Double)
        /// The turn in which this byte of the file lies, and those around it.
        case at(Int)
        /// All, a turn a line.
        case whole
    }

    package var part: Part

    package static let defaultTurns = 20
    package static let mostTurns = 10_000
    package static let longestWait = 60.0

    /// - Parameter query: a parameter's value; nil where it is not given.
    package init(_ query: (String) -> String?) throws(CcmuxError) {
        let given = ["tail", "since", "after", "at", "whole"].filter { query($0) != nil }
        guard given.count <= 1 else {
            throw CcmuxError(.invalid, "'\(given[0])' and '\(given[1])' do not go together.")
        }
        let wait = try query("wait").map { text throws(CcmuxError) in try Self.seconds(text) }
        guard wait == nil || given == ["after"] else {
            throw CcmuxError(.invalid, "'wait' goes with 'after': the cursor of a page.")
        }
        if query("whole") != nil {
            part = .whole
        } else if let cursor = query("after") {
            guard !cursor.isEmpty, cursor.utf8.count <= 4096 else {
                throw CcmuxError(.invalid, "'after' takes the cursor of a page.")
            }
            part = .after(cursor, wait: wait ?? 0)
        } else if let text = query("at") {
            guard let offset = Int(text), offset >= 0 else {
                throw CcmuxError(.invalid, "'at' takes the offset of a record, in bytes.")
            }
            part = .at(offset)
        } else if let text = query("since") {
            guard let moment = Timestamp(rfc3339: text) else {
                throw CcmuxError(.invalid, "'\(text.prefix(40))' is not an RFC 3339 time.")
            }
            part = .since(moment)
        } else {
            let text = query("tail") ?? String(Self.defaultTurns)
            guard let turns = Int(text), (1...Self.mostTurns).contains(turns) else {
                throw CcmuxError(.invalid, "'tail' takes a number of turns from 1 to \(Self.mostTurns).")
            }
            part = .tail(turns)
        }
    }

    private static func seconds(_ text: String) throws(CcmuxError) -> Double {
        guard let seconds = Double(text), seconds >= 0, seconds <= longestWait else {
            throw CcmuxError(.invalid, "'wait' takes seconds from 0 to \(Int(longestWait)).")
        }
        return seconds
    }
}

/// The bytes of `%XX` in a path's segment.
package enum PercentDecoding {
    /// Nil for what is not percent-encoded UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

import CPlatform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Takes the lines that tell of usage into a log.
struct UsageLines {
    var log: UsageLog
    /// Slots by what they are about, for those that are not the last.
    private var known: [UInt64: UInt32] = [:]
    private var modelIDs: [UInt64] = []
    private var directoryIDs: [UInt64] = []
    private var lastSecond: UInt32 = 0

    init(_ log: UsageLog) {
        self.log = log
        for (index, slot) in log.slots.enumerated() { known[Self.key(slot)] = UInt32(index) }
        modelIDs = log.models.map(Self.digest)
        directoryIDs = log.directories.map(Self.digest)
        lastSecond = log.slots.last?.last ?? 0
    }

    /// Takes all lines of a block of whole ones.
    mutating func take(_ base: UnsafePointer<UInt8>, _ count: Int, _ format: TranscriptFormat) {
        var markers = Markers(base, count, format)
        var position = 0
        if format == .codex, log.offset == 0, count > 0 {
            let end = Self.lineEnd(base, 0, count)
            codex(JSONBytes(base, end))
            position = end + 1
        }
        while let hit = markers.next(from: position) {
            let end = Self.lineEnd(base, hit, count)
            let start = Self.lineStart(base, hit, position)
            let line = JSONBytes(base + start, end - start)
            switch format {
            case .claude: claude(line)
            case .codex: codex(line)
            }
            position = end + 1
        }
    }

    @inline(__always)
    private static func lineEnd(_ base: UnsafePointer<UInt8>, _ from: Int, _ count: Int) -> Int {
        guard from < count, let found = memchr(base + from, 0x0A, count - from) else { return count }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    @inline(__always)
    private static func lineStart(_ base: UnsafePointer<UInt8>, _ from: Int, _ least: Int) -> Int {
        guard from > least, let found = ccp_find_last(base + least, from - least, 0x0A) else { return least }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found)) + 1
    }
}

// MARK: Claude

extension UsageLines {
    private struct Tokens {
        var input = 0
        var output = 0
        var created = 0
        var minutes = 0
        var hour = 0
        var read = 0
    }

    mutating func claude(_ line: JSONBytes) {
        var isAssistant = false
        var isError = false
        var id: Range<Int>?
        var model: Range<Int>?
        var tokens: Tokens?
        var time: Range<Int>?
        var directory: Range<Int>?
        var conversation: Range<Int>?
        let start = line.skipBlanks(0)
        let end = line.walk(start) { key, value in
            switch key {
            case "message":
                id = nil
                model = nil
                tokens = nil
                guard value < line.count, line.base[value] == 0x7B else { return line.skipValue(value) }
                return line.walk(value) { key, value in
                    if "usage" ~= key {
                        var found = Tokens()
                        if let end = Self.usage(line, value, &found) {
                            tokens = found
                            return end
                        }
                        tokens = nil
                        return line.skipValue(value)
                    }
                    guard let end = line.skipValue(value) else { return nil }
                    if "id" ~= key { id = value..<end } else if "model" ~= key { model = value..<end }
                    return end
                }
            default:
                guard let end = line.skipValue(value) else { return nil }
                switch key {
                case "type": isAssistant = line.isString(value..<end, "assistant")
                case "timestamp": time = value..<end
                case "cwd": directory = value..<end
                case "sessionId": conversation = value..<end
                case "isApiErrorMessage": isError = line.base[value] == 0x74
                default: break
                }
                return end
            }
        }
        guard let end, line.skipBlanks(end) == line.count, isAssistant, !isError, let tokens else { return }
        if let model, line.isString(model, "<synthetic>") { return }
        if log.conversation == nil, let conversation, let text = line.string(conversation), text.count <= 100 {
            log.conversation = String(decoding: text, as: UTF8.self)
        }
        let created = max(tokens.created, tokens.minutes + tokens.hour)
        let slot = slot(
            second: time.flatMap(line.string).flatMap(UsageMoment.seconds),
            model: model.flatMap(line.string), directory: directory.flatMap(line.string))
        add(
            .init(
                id: id.flatMap(line.string).map { $0.isEmpty ? 0 : UsageHash.of($0) } ?? 0, slot: slot,
                input: Self.clamped(tokens.input), output: Self.clamped(tokens.output),
                cacheWrite5m: Self.clamped(created - tokens.hour), cacheWrite1h: Self.clamped(tokens.hour),
                cacheRead: Self.clamped(tokens.read)))
    }

    @inline(__always)
    private static func usage(_ line: JSONBytes, _ start: Int, _ tokens: inout Tokens) -> Int? {
        line.walk(start) { key, value in
            if "cache_creation" ~= key, value < line.count, line.base[value] == 0x7B {
                return line.walk(value) { key, value in
                    guard let end = line.skipValue(value) else { return nil }
                    switch key {
                    case "ephemeral_5m_input_tokens": tokens.minutes = line.number(value..<end)
                    case "ephemeral_1h_input_tokens": tokens.hour = line.number(value..<end)
                    default: break
                    }
                    return end
                }
            }
            guard let end = line.skipValue(value) else { return nil }
            switch key {
            case "input_tokens": tokens.input = line.number(value..<end)
            case "output_tokens": tokens.output = line.number(value..<end)
            case "cache_creation_input_tokens": tokens.created = line.number(value..<end)
            case "cache_read_input_tokens": tokens.read = line.number(value..<end)
            default: break
            }
            return end
        }
    }
}

// MARK: Codex

extension UsageLines {
    mutating func codex(_ line: JSONBytes) {
        var type: Range<Int>?
        var payload: Range<Int>?
        var time: Range<Int>?
        let end = line.walk(line.skipBlanks(0)) { key, value in
            guard let end = line.skipValue(value) else { return nil }
            switch key {
            case "type": type = value..<end
            case "payload": payload = value..<end
            case "timestamp": time = value..<end
            default: break
            }
            return end
        }
        guard let end, line.skipBlanks(end) == line.count, let type, let payload else { return }
        if line.isString(type, "event_msg") {
            count(line, payload.lowerBound, time)
        } else if line.isString(type, "turn_context") || line.isString(type, "session_meta") {
            context(line, payload.lowerBound)
        }
    }

    private mutating func context(_ line: JSONBytes, _ start: Int) {
        var model: Range<Int>?
        var directory: Range<Int>?
        var id: Range<Int>?
        let end = line.walk(start) { key, value in
            guard let end = line.skipValue(value) else { return nil }
            switch key {
            case "model": model = value..<end
            case "cwd": directory = value..<end
            case "id": id = value..<end
            default: break
            }
            return end
        }
        guard end != nil else { return }
        if let text = model.flatMap(line.string) { log.codex.model = self.model(text) }
        if let text = directory.flatMap(line.string) { log.directory = self.directory(text) }
        if log.conversation == nil, let text = id.flatMap(line.string), text.count <= 100 {
            log.conversation = String(decoding: text, as: UTF8.self)
        }
    }

    private mutating func count(_ line: JSONBytes, _ start: Int, _ time: Range<Int>?) {
        var isCount = false
        var total: CodexTokens?
        var last: CodexTokens?
        let end = line.walk(start) { key, value in
            if "info" ~= key, value < line.count, line.base[value] == 0x7B {
                return line.walk(value) { key, value in
                    switch key {
                    case "total_token_usage": Self.tokens(line, value, &total)
                    case "last_token_usage": Self.tokens(line, value, &last)
                    default: line.skipValue(value)
                    }
                }
            }
            guard let end = line.skipValue(value) else { return nil }
            if "type" ~= key { isCount = line.isString(value..<end, "token_count") }
            return end
        }
        guard end != nil, isCount, let total else { return }
        let used = CodexTokens.used(total: total, last: last, before: log.codex.total)
        log.codex.total = total
        guard let used else { return }
        var hash = UsageHash()
        let text = time.flatMap(line.string)
        if let text { hash.add(UnsafeRawBufferPointer(text)) }
        for number in [total.input, total.cached, total.written, total.output] {
            hash.add(UInt64(truncatingIfNeeded: number))
        }
        let slot = slot(second: text.flatMap(UsageMoment.seconds), model: nil, directory: nil)
        add(
            .init(
                id: hash.finished, slot: slot, input: Self.clamped(used.input - used.cached - used.written),
                output: Self.clamped(used.output), cacheWrite5m: Self.clamped(used.written), cacheWrite1h: 0,
                cacheRead: Self.clamped(used.cached)))
    }

    private static func tokens(_ line: JSONBytes, _ start: Int, _ tokens: inout CodexTokens?) -> Int? {
        var found = CodexTokens()
        let end = line.walk(start) { key, value in
            guard let end = line.skipValue(value) else { return nil }
            switch key {
            case "input_tokens": found.input = line.number(value..<end)
            case "cached_input_tokens": found.cached = line.number(value..<end)
            case "cache_write_input_tokens": found.written = line.number(value..<end)
            case "output_tokens": found.output = line.number(value..<end)
            default: break
            }
            return end
        }
        if end != nil { tokens = found }
        return end ?? line.skipValue(start)
    }
}

// MARK: The log

extension UsageLines {
    private static func clamped(_ number: Int) -> UInt32 { UInt32(clamping: number) }

    /// A message stands on several lines that follow each other closely; the last of them counts.
    private mutating func add(_ message: UsageLog.Message) {
        if message.id != 0 {
            for index in log.messages.indices.suffix(UsageLog.reach).reversed()
            where log.messages[index].id == message.id {
                log.messages[index] = message
                return
            }
        }
        log.messages.append(message)
    }

    private mutating func slot(
        second: UInt32?, model: UnsafeBufferPointer<UInt8>?, directory: UnsafeBufferPointer<UInt8>?
    ) -> UInt32 {
        let second = second ?? lastSecond
        lastSecond = second
        let model =
            model.map { self.model($0) } ?? log.codex.model ?? self.model(UnsafeBufferPointer(start: nil, count: 0))
        if let directory {
            log.directory = self.directory(directory)
        } else if log.directories.isEmpty {
            log.directory = self.directory(UnsafeBufferPointer(start: nil, count: 0))
        }
        let slot = UsageLog.Slot(
            quarter: Int32(second / 900), model: model, directory: log.directory, first: second, last: second)
        if let last = log.slots.last, Self.key(last) == Self.key(slot) {
            widen(log.slots.count - 1, second)
            return UInt32(log.slots.count - 1)
        }
        if let index = known[Self.key(slot)] {
            widen(Int(index), second)
            return index
        }
        let index = UInt32(log.slots.count)
        known[Self.key(slot)] = index
        log.slots.append(slot)
        return index
    }

    private mutating func widen(_ index: Int, _ second: UInt32) {
        log.slots[index].first = min(log.slots[index].first, second)
        log.slots[index].last = max(log.slots[index].last, second)
    }

    private static func key(_ slot: UsageLog.Slot) -> UInt64 {
        UInt64(UInt32(bitPattern: slot.quarter)) << 32 | UInt64(slot.model) << 16 | UInt64(slot.directory)
    }

    private mutating func model(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt16 {
        Self.index(of: bytes, in: &log.models, &modelIDs)
    }

    private mutating func directory(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt16 {
        Self.index(of: bytes, in: &log.directories, &directoryIDs)
    }

    /// Where a text stands among those that were met; texts beyond a thousand share the last place.
    @inline(__always)
    private static func index(
        of bytes: UnsafeBufferPointer<UInt8>, in texts: inout [String], _ ids: inout [UInt64]
    ) -> UInt16 {
        let id = UsageHash.of(bytes)
        if let last = ids.last, last == id { return UInt16(ids.count - 1) }
        if let index = ids.firstIndex(of: id) { return UInt16(index) }
        if texts.count >= 1000 { return UInt16(texts.count - 1) }
        // Rare: once for each text of a file.
        let quoted = [UInt8(ascii: "\"")] + bytes.prefix(4096) + [UInt8(ascii: "\"")]
        texts.append(RawJSON(quoted[...]).wholeText ?? String(decoding: bytes.prefix(4096), as: UTF8.self))
        ids.append(id)
        return UInt16(texts.count - 1)
    }

    private static func digest(_ text: String) -> UInt64 {
        // As the transcript would write a plain one; one with escapes is met anew, which only costs a place.
        var text = text
        return text.withUTF8 { UsageHash.of($0) }
    }
}

/// Finds the next line that may tell of usage.
private struct Markers {
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private let needles: [StaticString]
    /// Where each comes next.
    private var found: [Int]

    init(_ base: UnsafePointer<UInt8>, _ count: Int, _ format: TranscriptFormat) {
        self.base = base
        self.count = count
        switch format {
        case .claude: needles = [#""usage""#]
        case .codex: needles = [#""token_count""#, #""turn_context""#]
        }
        found = needles.map { _ in -1 }
    }

    mutating func next(from position: Int) -> Int? {
        var nearest = Int.max
        for index in needles.indices {
            if found[index] < position { found[index] = search(needles[index], from: position) }
            nearest = min(nearest, found[index])
        }
        return nearest == .max ? nil : nearest
    }

    private func search(_ needle: StaticString, from position: Int) -> Int {
        guard position < count,
            let hit = ccp_find(base + position, count - position, needle.utf8Start, needle.utf8CodeUnitCount)
        else { return .max }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
    }
}

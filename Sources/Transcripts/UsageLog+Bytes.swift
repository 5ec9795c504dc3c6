/// A log as it is kept between runs: on the machine that wrote it, by the version that wrote it.
extension UsageLog {
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(messages.count * MemoryLayout<Message>.stride + slots.count * 16 + 400)
        for number in [
            offset, isSkipping ? 1 : 0, tooLong, Int(bitPattern: UInt(seal)), Int(directory),
            codex.model.map { Int($0) } ?? -1, codex.total == nil ? 0 : 1, codex.total?.input ?? 0,
            codex.total?.cached ?? 0, codex.total?.written ?? 0, codex.total?.output ?? 0,
        ] { Self.append(number, to: &bytes) }
        Self.append(messages.count, to: &bytes)
        messages.withUnsafeBytes { bytes.append(contentsOf: $0) }
        Self.append(slots.count, to: &bytes)
        slots.withUnsafeBytes { bytes.append(contentsOf: $0) }
        for texts in [models, directories, conversation.map { [$0] } ?? []] {
            Self.append(texts.count, to: &bytes)
            for text in texts {
                Self.append(text.utf8.count, to: &bytes)
                bytes.append(contentsOf: text.utf8)
            }
        }
        return bytes
    }

    /// Nil for what is not such a log.
    package init?(bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard let offset = reader.number(), let isSkipping = reader.number(), let tooLong = reader.number(),
            let seal = reader.number(), let directory = reader.number(), let model = reader.number(),
            let hasTotal = reader.number(), let input = reader.number(), let cached = reader.number(),
            let written = reader.number(), let output = reader.number(),
            let messages: [Message] = reader.array(
                Message(id: 0, slot: 0, input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0)),
            let slots: [Slot] = reader.array(Slot(quarter: 0, model: 0, directory: 0, first: 0, last: 0)),
            let models = reader.texts(), let directories = reader.texts(), let conversation = reader.texts(),
            reader.isAtEnd
        else { return nil }
        // What points somewhere points at something.
        guard offset >= 0, messages.allSatisfy({ $0.slot < slots.count }),
            slots.allSatisfy({ $0.model < models.count && $0.directory < directories.count }),
            directory >= 0, directory < max(1, directories.count), model < models.count
        else { return nil }
        self.init()
        self.offset = offset
        self.isSkipping = isSkipping == 1
        self.tooLong = tooLong
        self.seal = UInt64(UInt(bitPattern: seal))
        self.directory = UInt16(directory)
        codex.model = model < 0 ? nil : UInt16(model)
        if hasTotal == 1 { codex.total = CodexTokens(input: input, cached: cached, written: written, output: output) }
        self.messages = messages
        self.slots = slots
        self.models = models
        self.directories = directories
        self.conversation = conversation.first
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func number() -> Int? {
            guard position + 8 <= bytes.count else { return nil }
            defer { position += 8 }
            return bytes.withUnsafeBytes {
                Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Int64.self)))
            }
        }

        mutating func array<Element: BitwiseCopyable>(_ empty: Element) -> [Element]? {
            let stride = MemoryLayout<Element>.stride
            guard let count = number(), count >= 0, count <= (bytes.count - position) / stride else { return nil }
            var result = [Element](repeating: empty, count: count)
            result.withUnsafeMutableBytes { target in
                bytes.withUnsafeBytes {
                    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count * stride]))
                }
            }
            position += count * stride
            return result
        }

        mutating func texts() -> [String]? {
            guard let count = number(), count >= 0, count <= 1000 else { return nil }
            var texts: [String] = []
            for _ in 0..<count {
                guard let length = number(), length >= 0, length <= bytes.count - position else { return nil }
                texts.append(String(decoding: bytes[position..<position + length], as: UTF8.self))
                position += length
            }
            return texts
        }
    }
}

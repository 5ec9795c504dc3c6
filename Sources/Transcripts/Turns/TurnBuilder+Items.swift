import Model

extension TurnBuilder {
    /// Bytes of bookkeeping that are worth keeping.
    private static let metaLimit = 4 << 10

    mutating func text(_ kind: TranscriptItem.Kind, _ text: (text: String, cutBytes: Int), label: String? = nil) {
        add(item(kind, text, label: label))
    }

    func item(
        _ kind: TranscriptItem.Kind, _ text: (text: String, cutBytes: Int), label: String? = nil
    ) -> TranscriptItem {
        var item = TranscriptItem(kind: kind, text: text.text, offset: place.offset)
        let cut = text.cutBytes + place.cutBytes
        item.cutBytes = cut > 0 ? cut : nil
        item.label = label
        return item
    }

    mutating func text(_ kind: TranscriptItem.Kind, _ text: String, label: String? = nil) {
        self.text(kind, BoundedText.cut(Array(text.utf8)[...], limit: limits.text), label: label)
    }

    mutating func meta(_ label: String, _ json: RawJSON? = nil) {
        let limit = min(Self.metaLimit, limits.text)
        add(item(.meta, json.flatMap { $0.text(limit: limit) ?? $0.source(limit: limit) } ?? ("", 0), label: label))
    }

    mutating func unknown(_ type: String, _ json: RawJSON) {
        counts.unknown += 1
        add(item(.unknown, json.source(limit: min(Self.metaLimit, limits.text)), label: String(type.prefix(100))))
    }

    mutating func tool(_ id: String?, _ name: String, input: RawJSON?) {
        var tool = TranscriptTool(id: id, name: String(name.prefix(200)))
        if let input {
            // Codex keeps its tools' input as JSON within a string, or as plain text.
            let source = input.text(limit: limits.input) ?? input.source(limit: limits.input)
            tool.input = source.text
            let cut = source.cutBytes + place.cutBytes
            tool.inputCutBytes = cut > 0 ? cut : nil
            tool.subject = ToolSubject.of(input)
        }
        var item = TranscriptItem(kind: .tool, offset: place.offset)
        item.tool = tool
        add(item)
    }

    /// Text, or blocks of text and pictures.
    func result(_ content: RawJSON?, isError: Bool) -> ToolResult {
        var result = ToolResult(isError: isError)
        guard let content else { return result }
        if let text = content.text(limit: limits.result) {
            (result.text, result.cutBytes) = text
        } else {
            for block in content.elements {
                guard let fields = block.members(["type", "text", "source", "image_url", "tool_name"]) else { continue }
                let room = max(0, limits.result - result.text.utf8.count)
                if let text = fields["text"]?.text(limit: room) {
                    if !result.text.isEmpty { result.text += "\n" }
                    result.text += text.text
                    result.cutBytes += text.cutBytes
                } else if let marker = AttachmentMarker.of(fields) {
                    if result.attachments.count < 100 { result.attachments.append(marker) }
                } else if let name = fields["tool_name"]?.text {
                    result.text += (result.text.isEmpty ? "" : "\n") + String(name.prefix(200))
                }
            }
            if result.text.isEmpty, result.attachments.isEmpty, content.slice.first == UInt8(ascii: "{") {
                (result.text, result.cutBytes) = content.source(limit: limits.result)
            }
        }
        result.cutBytes += place.cutBytes
        return result
    }
}

/// What a tool call is about, in one line.
enum ToolSubject {
    private static let keys = [
        "command", "cmd", "file_path", "notebook_path", "path", "pattern", "query", "url", "description", "prompt",
        "skill", "input", "plan", "question",
    ]
    private static let wanted = Set(keys)
    private static let limit = 300

    static func of(_ input: RawJSON) -> String? {
        guard let text = input.text(limit: 16 << 10)?.text else { return member(input) }
        // Codex: JSON within a string, or a patch.
        return member(RawJSON(Array(text.utf8)[...])) ?? line(text)
    }

    private static func member(_ input: RawJSON) -> String? {
        guard let members = input.members(wanted) else { return nil }
        for key in keys {
            guard let value = members[key] else { continue }
            if let text = value.text(limit: 2000)?.text, let line = line(text) { return line }
            let words = value.elements.prefix(50).compactMap { $0.text(limit: 500)?.text }
            if !words.isEmpty { return line(words.joined(separator: " ")) }
        }
        return nil
    }

    private static func line(_ text: String) -> String? {
        let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
        return line.map { String($0.prefix(limit)) }
    }
}

/// What stands for a picture or a file: `image/png, 34 KB`.
enum AttachmentMarker {
    static func of(_ block: [String: RawJSON]) -> String? {
        if let source = block["source"]?.members(["media_type", "data", "url", "type"]) {
            let kind = source["media_type"]?.text.map { String($0.prefix(100)) } ?? block["type"]?.text ?? "attachment"
            if let data = source["data"] { return "\(kind), \(size(max(0, data.slice.count - 2) * 3 / 4))" }
            return kind
        }
        guard let url = block["image_url"] else {
            let type = block["type"]?.text ?? ""
            return ["image", "document", "input_image", "input_file"].contains(type) ? type : nil
        }
        let head = url.source(limit: 120).text.drop { $0 == "\"" }
        guard head.hasPrefix("data:"), let end = head.firstIndex(where: { $0 == ";" || $0 == "," }) else {
            return "image"
        }
        return "\(head[..<end].dropFirst(5)), \(size(url.slice.count * 3 / 4))"
    }

    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\((bytes + 500) / 1000) KB"
        default: "\((bytes + 500_000) / 1_000_000) MB"
        }
    }
}

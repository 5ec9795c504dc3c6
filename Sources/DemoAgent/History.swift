import Model

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An earlier conversation, read back from its transcript.
struct History: Equatable {
    var entries: [Entry] = []
    /// The prompts, oldest first, for recall in the composer.
    var prompts: [String] = []
    /// The uuid that the next record names as its parent.
    var last: String?
    /// Whether the file ends inside a line, as after a crash of the machine.
    var endsBroken = false

    /// How much of a long transcript is read, from its end.
    static let readLimit = 8 << 20
    /// How many entries of it are drawn.
    static let drawLimit = 500

    init() {}

    /// Reads what it can: a line that is no record is passed over.
    init(jsonl bytes: [UInt8], isWhole: Bool = true) {
        let lines = bytes.split(separator: 0x0A)
        endsBroken = bytes.last.map { $0 != 0x0A } ?? false
        let decoder = JSONDecoder()
        for (index, line) in lines.enumerated() where isWhole || index > 0 {
            guard let record = try? decoder.decode(StoredRecord.self, from: Data(line)) else { continue }
            if let uuid = record.uuid { last = uuid }
            add(record)
        }
        if entries.count > History.drawLimit || !isWhole {
            entries = [.notice("earlier parts of this conversation are not drawn")] + entries.suffix(History.drawLimit)
        }
    }

    private mutating func add(_ record: StoredRecord) {
        guard record.isSidechain != true, record.isMeta != true else { return }
        if record.subtype == "compact_boundary" { entries.append(.notice("conversation compacted")) }
        for block in record.message?.content.blocks ?? [] {
            switch (block.type, record.type) {
            case ("text", "user"):
                let text = block.text ?? ""
                if text == Record.interruption || text == Record.toolInterruption {
                    entries.append(.notice("Interrupted"))
                } else if !text.hasPrefix("<command-name>") {
                    entries.append(.prompt(text))
                    prompts.append(text)
                }
            case ("text", "assistant"):
                let text = block.text ?? ""
                entries.append(record.isApiErrorMessage == true ? .failure(text) : .answer(text))
            case ("tool_use", _):
                let command = block.input?["command"]?.string
                entries.append(.tool(command.map { "Bash(\($0))" } ?? block.name ?? "tool"))
            case ("tool_result", _):
                entries.append(.result(block.content?.string ?? "", isError: block.is_error ?? false))
            default: break
            }
        }
    }
}

/// The parts of a line that are drawn. All are optional: what another version wrote may lack any.
private struct StoredRecord: Decodable {
    struct Message: Decodable {
        var content: Content
    }

    struct Block: Decodable {
        var type: String
        var text: String?
        var name: String?
        var input: JSONValue?
        var content: JSONValue?
        var is_error: Bool?
    }

    /// Text alone, or blocks.
    struct Content: Decodable {
        var blocks: [Block]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                blocks = [Block(type: "text", text: text)]
            } else {
                blocks = try container.decode([Block].self)
            }
        }
    }

    var type: String
    var subtype: String?
    var uuid: String?
    var isSidechain: Bool?
    var isMeta: Bool?
    var isApiErrorMessage: Bool?
    var message: Message?
}

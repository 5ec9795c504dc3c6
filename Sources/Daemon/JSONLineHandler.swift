import Logging
import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes each message as one JSON object: `at`, `level`, `message`, and the metadata's keys under `data`.
struct JSONLineHandler: LogHandler {
    let label: String
    let file: RotatingFile
    var logLevel: Logger.Level
    let onTerminal: Bool
    var metadata: Logger.Metadata = [:]

    private struct Line: Encodable {
        var at: String
        var level: String
        var message: String
        var data: [String: String]?
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let data = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        let line = Line(
            at: wallClock().rfc3339, level: event.level.rawValue, message: "\(event.message)",
            data: data.isEmpty ? nil : data)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(line) else { return }
        file.append(Array(bytes) + [UInt8(ascii: "\n")])
        if onTerminal {
            let details = data.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            try? Files.write(
                Array("\(line.at) \(line.level) \(line.message)\(details)\n".utf8), to: 2, name: "standard error")
        }
    }
}

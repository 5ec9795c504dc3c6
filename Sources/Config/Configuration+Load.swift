package import Model
import Platform
import TOMLKit

extension Configuration {
    /// Bytes; a larger file is refused.
    package static let sizeLimit = 1 << 20

    /// What the file at `path` says; the defaults where it says nothing or is not there.
    ///
    /// - Throws: `.configuration`, with line and column, when it is no TOML or has an unknown key or unusable value.
    package static func load(path: String) throws(CcmuxError) -> Configuration {
        guard let bytes = try read(path) else { return Configuration() }
        return try parse(bytes, name: path)
    }

    /// The file's bytes; nil when there is no file.
    static func read(_ path: String) throws(CcmuxError) -> [UInt8]? {
        guard let kind = Files.kind(of: path) else { return nil }
        guard kind == .file else { throw CcmuxError(.configuration, "\(path) is not a file.", advice: "Move it away.") }
        do {
            return try Files.read(path, limit: sizeLimit)
        } catch {
            throw CcmuxError(.configuration, error.message, advice: error.advice)
        }
    }

    /// - Parameter name: the file's, for messages.
    static func parse(_ bytes: [UInt8], name: String) throws(CcmuxError) -> Configuration {
        let outline = TOMLOutline(bytes)
        let place = ConfigurationPlace(name: name, outline: outline)
        guard bytes.count <= sizeLimit else {
            throw CcmuxError(.configuration, "\(name) is larger than \(sizeLimit) bytes.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw place.error(at: place.firstInvalidByte, "it is not UTF-8")
        }
        if let nul = bytes.firstIndex(of: 0) { throw place.error(at: nul, "it holds a NUL byte") }
        if let refusal = outline.refusal { throw place.error(at: refusal.offset, refusal.reason) }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw place.syntaxError(error)
        }
        var reader = ConfigurationReader(outline: outline)
        reader.read(table, path: [])
        if let problem = reader.firstProblem {
            throw place.error(at: problem.offset, problem.reason, advice: problem.advice)
        }
        return reader.configuration
    }
}

/// Says where in which file something is wrong.
struct ConfigurationPlace {
    var name: String
    var outline: TOMLOutline

    func error(at offset: Int, _ reason: String, advice: String? = nil) -> CcmuxError {
        let start =
            outline.bytes[..<min(offset, outline.bytes.count)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column =
            1
            + String(decoding: outline.bytes[start..<max(start, min(offset, outline.bytes.count))], as: UTF8.self)
            .unicodeScalars.count
        return error(line: outline.line(at: offset), column: column, reason, advice: advice)
    }

    func error(line: Int, column: Int, _ reason: String, advice: String? = nil) -> CcmuxError {
        let shown = outline.lineText(line).flatMap { $0.isEmpty ? nil : " In: \($0)" } ?? ""
        return CcmuxError(
            .configuration, "\(name):\(line):\(column): \(reason).\(shown)",
            advice: advice ?? "Correct that line; `ccmux config show` lists the keys and what they take.",
            details: ["file": .string(name), "line": .integer(Int64(line)), "column": .integer(Int64(column))])
    }

    func syntaxError(_ error: any Error) -> CcmuxError {
        guard let error = error as? TOMLParseError else { return self.error(at: 0, "\(error)") }
        var reason = error.description
        if reason.hasSuffix(".") { reason.removeLast() }
        return self.error(line: error.source.begin.line, column: error.source.begin.column, reason)
    }

    var firstInvalidByte: Int {
        var at = 0
        // Line by line: what is valid up to there is valid alone.
        for line in outline.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: line, as: UTF8.self) == nil { return at }
            at += line.count + 1
        }
        return 0
    }
}

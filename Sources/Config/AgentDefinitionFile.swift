import Model
import Platform
import TOMLKit

/// One kind's file: what it says, and where each key stands, for what is found wrong with it later.
struct AgentDefinitionFile {
    var definition: AgentDefinition
    var place: ConfigurationPlace

    /// Bytes.
    static let sizeLimit = 1 << 16
    static let advice = "docs/agents.md lists the keys and what they take."

    /// - Parameter name: the kind's, as the file is called.
    /// - Throws: `.configuration`, with line and column, when it is no TOML or has an unknown key or unusable value.
    init(_ bytes: [UInt8], name: String, file: String) throws(CcmuxError) {
        let outline = TOMLOutline(bytes.count <= Self.sizeLimit ? bytes : [])
        place = ConfigurationPlace(name: file, outline: outline)
        guard bytes.count <= Self.sizeLimit else {
            throw CcmuxError(.configuration, "\(file) is larger than \(Self.sizeLimit) bytes.", advice: Self.advice)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw place.error(at: place.firstInvalidByte, "it is not UTF-8", advice: Self.advice)
        }
        if let nul = bytes.firstIndex(of: 0) { throw place.error(at: nul, "it holds a NUL byte", advice: Self.advice) }
        if let refusal = outline.refusal {
            throw place.error(at: refusal.offset, refusal.reason, advice: Self.advice)
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            var syntax = place.syntaxError(error)
            syntax.advice = Self.advice
            throw syntax
        }
        var reader = AgentDefinitionReader(name: name, outline: outline)
        reader.read(table)
        if let problem = reader.firstProblem {
            throw place.error(at: problem.offset, problem.reason, advice: problem.advice ?? Self.advice)
        }
        definition = reader.definition
    }

    /// What is wrong with a key that is well formed; with the beginning of the file where it does not stand there.
    func error(_ key: String, _ reason: String, advice: String? = nil) -> CcmuxError {
        let path = key.split(separator: ".").map(String.init)
        let found = place.outline.places().nearest(path)
        return place.error(at: found?.offset ?? 0, reason, advice: advice ?? Self.advice)
    }
}

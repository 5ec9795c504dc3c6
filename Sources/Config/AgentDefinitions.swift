package import Model
import Platform

/// All kinds that a folder of files defines, each with what it inherits, and what cannot be used of them and why.
package struct AgentDefinitions: Sendable {
    /// By name. `extends` is a shipped kind, or `generic`.
    package private(set) var usable: [AgentDefinition] = []
    /// By file.
    package private(set) var problems: [Problem] = []

    /// A file that defines no kind.
    package struct Problem: Sendable, Hashable {
        /// Of the kind that is not there.
        package var kind: String
        package var file: String
        /// `.configuration`: its message names file, line and key.
        package var error: CcmuxError
    }

    /// Files that are looked at.
    private static let limit = 200

    /// Reads every `NAME.toml` in `folder`; no folder is no file. Nothing stops it: one broken file is one problem.
    ///
    /// - Parameter shipped: the names of the kinds that there are without any file.
    package static func load(folder: String, shipped: [String]) -> AgentDefinitions {
        var result = AgentDefinitions()
        var files: [String: AgentDefinitionFile] = [:]
        let names = Files.names(in: folder).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
        for fileName in names.prefix(limit) {
            let kind = String(fileName.dropLast(".toml".count))
            let path = "\(folder)/\(fileName)"
            do throws(CcmuxError) {
                files[kind] = try read(path, kind: kind, shipped: shipped)
            } catch {
                result.problems.append(Problem(kind: kind, file: path, error: error))
            }
        }
        for fileName in names.dropFirst(limit).prefix(1) {
            let error = CcmuxError(
                .configuration, "\(folder) holds more than \(limit) kinds; from \(fileName) on they are not read.")
            result.problems.append(Problem(kind: fileName, file: folder, error: error))
        }
        let broken = Set(result.problems.map(\.kind))
        for (kind, file) in files.sorted(by: { $0.key < $1.key }) {
            do throws(CcmuxError) {
                let lineage = AgentDefinitionLineage(files: files, shipped: shipped, broken: broken)
                result.usable.append(try lineage.definition(of: file))
            } catch {
                result.problems.append(Problem(kind: kind, file: file.place.name, error: error))
            }
        }
        result.problems.sort { $0.file < $1.file }
        return result
    }

    private static func read(
        _ path: String, kind: String, shipped: [String]
    ) throws(CcmuxError) -> AgentDefinitionFile {
        guard TextRule.kind.accepts(kind) else {
            throw CcmuxError(
                .configuration, "\(path): the file's name is the kind's, and must be \(TextRule.kind.allowed).",
                advice: "Rename the file.")
        }
        guard !shipped.contains(kind), kind != AgentDefinition.generic else {
            throw CcmuxError(
                .configuration, "\(path): '\(kind)' is a kind of ccmux's own and cannot be defined again.",
                advice: "Give the file another name, and say extends = \"\(kind)\" in it.")
        }
        guard Files.kind(of: path) == .file else {
            throw CcmuxError(.configuration, "\(path) is not a file that can be read.", advice: "Move it away.")
        }
        do {
            let bytes = try Files.read(path, limit: AgentDefinitionFile.sizeLimit) ?? []
            return try AgentDefinitionFile(bytes, name: kind, file: path)
        } catch {
            throw CcmuxError(.configuration, error.message, advice: error.advice, details: error.details)
        }
    }
}

import Model
import Platform

extension CommandContext {
    /// What the daemon is asked for: a file by its absolute path with links resolved, anything else as it is.
    func transcriptWord(_ word: String) throws(CcmuxError) -> String {
        guard TranscriptWord.isFile(word) else { return word }
        let path = try absolute(word)
        guard let real = Files.realPath(path) else {
            throw CcmuxError(.notFound, "There is no file '\(SafeText.oneLine(word))'.")
        }
        return real
    }
}

package enum TranscriptWord {
    /// Names of sessions and uuids have neither a slash nor such an end.
    package static func isFile(_ word: String) -> Bool {
        word.contains("/") || word.hasPrefix("~") || word.hasSuffix(".jsonl")
    }
}

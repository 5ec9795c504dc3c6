import GRDB
package import Model
import Platform
import Synchronization
import Transcripts

extension SearchLibrary {
    package func status() -> SearchStatus {
        var status = SearchStatus(
            state: !settings.enabled ? "off" : pending.isEmpty && surveyedAt != nil ? "ready" : "indexing",
            budget: settings.budget)
        status.files = sizes.count
        status.size = sizes.values.reduce(0) { $0 + $1.size }
        status.filesDone = sizes.values.count { !isBehind($0) }
        status.sizeDone = sizes.values.reduce(0) { $0 + min(files[$1.path]?.done ?? 0, $1.size) }
        status.texts = board.withLock { $0.texts }
        for suffix in ["", "-wal"] {
            status.indexSize += Files.stamp(of: database.pool.path + suffix).map { Int($0.size) } ?? 0
        }
        status.worked = worked
        status.longLines = longLines
        let skipped = problems + unreadable.sorted { $0.key < $1.key }.map { SearchSkip(path: $0, reason: $1) }
        status.skipped = Array(skipped.prefix(20))
        status.skippedCount = skipped.count
        return status
    }
}

import Model
import Platform
import Synchronization
import Transcripts

extension SearchLibrary {
    /// Does a piece of it.
    ///
    /// - Parameter most: files.
    /// - Returns: how many seconds it took.
    @discardableResult
    func work(most: Int = 200) throws(CcmuxError) -> Double {
        let start = ContinuousClock.now
        var parts: [SearchPart] = []
        var (bytes, texts) = (0, 0)
        while parts.count < most, bytes < 4 << 20, texts < 256 << 10, let path = pending.last {
            guard var file = files[path] ?? sizes[path].map(IndexedFile.init) else {
                pending.removeLast()
                continue
            }
            if file.isGone || file.id != 0 && isReplaced(file) {
                // On its own: what was gathered so far comes first.
                if parts.isEmpty { try remove(file) }
                break
            }
            guard let now = sizes[path] else {
                pending.removeLast()
                continue
            }
            (file.device, file.inode, file.modified) = (now.device, now.inode, now.modified)
            guard let part = SearchPart(of: file, size: now.size) else {
                unreadable[path] = "It cannot be read."
                pending.removeLast()
                continue
            }
            bytes += part.bytes
            texts += part.texts.reduce(0) { $0 + $1.text.utf8.count }
            parts.append(part)
            // A file's parts follow each other: the next one is for the next piece of work.
            guard part.isLast else { break }
            pending.removeLast()
        }
        try add(parts)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        worked += seconds
        tellBoard()
        return seconds
    }

    private func add(_ parts: [SearchPart]) throws(CcmuxError) {
        guard !parts.isEmpty else { return }
        for file in try writer.add(parts) { files[file.path] = file }
        longLines += parts.reduce(0) { $0 + $1.longLines }
        board.withLock { $0.texts += parts.reduce(0) { $0 + $1.texts.count } }
    }

    /// It is not the file that was read, or not what was read.
    private func isReplaced(_ file: IndexedFile) -> Bool {
        guard let now = sizes[file.path] else { return true }
        guard (now.device, now.inode) == (file.device, file.inode), now.size >= file.done else { return true }
        guard file.done > 0 else { return false }
        let count = min(file.done, SearchBytes.digested)
        guard let bytes = Files.part(of: file.path, from: file.done - count, count: count) else { return false }
        return SearchBytes.digest(bytes[...]) != file.tail
    }

    private func remove(_ file: IndexedFile) throws(CcmuxError) {
        files[file.path]?.isGone = true
        let removed = try writer.remove(file)
        board.withLock { $0.texts -= removed.texts }
        guard removed.isGone else { return }
        files[file.path] = nil
        // Where it is there again, it begins anew.
        if sizes[file.path] == nil { pending.removeAll { $0 == file.path } }
    }
}

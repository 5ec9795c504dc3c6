import Agents
import Logging
import Model
import Platform
import Runner
import Store
import Worktrees

/// A conversation goes with its session into another directory.
extension Fleet {
    /// Copies the conversation to where its agent looks for it in another directory; the original stays. Call it while
    /// no agent runs.
    ///
    /// - Returns: nil where there is nothing to copy: no conversation, or a kind that finds it wherever it is.
    func carryConversation(of record: SessionRecord, to directory: String) async throws(CcmuxError)
        -> CarriedTranscript?
    {
        guard let conversation = record.conversation else { return nil }
        var moved = record
        moved.settings.directory = directory
        let old = await launchFile(for: record).launch.evidence?.path(of: conversation)
        let new = await launchFile(for: moved).launch.evidence?.path(of: conversation)
        guard let old, let new, old != new, Files.kind(of: old) == .file else { return nil }
        if let there = Files.stamp(of: new), let here = Files.stamp(of: old), there.size > here.size {
            throw CcmuxError(
                .refused, "\(new) is there already, and longer than \(old): the conversation was gone on with there.",
                advice: "Look at both, and move the one away that is not wanted.")
        }
        if let slash = new.lastIndex(of: "/") { try Files.makeFolder(String(new[..<slash])) }
        try Files.copy(old, to: new)
        // What belongs to it (subagents, large results) lies in a folder of the same name.
        if old.hasSuffix(".jsonl"), new.hasSuffix(".jsonl") {
            let folder = String(old.dropLast(6))
            if Files.kind(of: folder) == .folder { try FileCopies.copyFolder(folder, to: String(new.dropLast(6))) }
        }
        return CarriedTranscript(from: old, to: new, conversation: conversation, at: now())
    }

    /// An agent was launched after that, runs, and is in this conversation.
    func isProven(_ carried: CarriedTranscript, _ id: SessionID) -> Bool {
        guard let entry = entries[id], entry.process == .running, let started = entry.runtime.startedAt,
            started >= carried.at, entry.record.conversation == carried.conversation
        else { return false }
        return [.idle, .working, .compacting].contains(entry.state)
    }

    /// Takes the old copy away where the new one begins with all that it has.
    func giveUp(_ carried: CarriedTranscript, of id: SessionID) async {
        if await Self.holds(carried.to, all: carried.from) {
            Files.remove(carried.from)
            if carried.from.hasSuffix(".jsonl"), carried.to.hasSuffix(".jsonl"),
                Files.kind(of: String(carried.to.dropLast(6))) == .folder
            {
                FileCopies.removeFolder(String(carried.from.dropLast(6)))
            }
            logger.info("a conversation has moved", metadata: ["id": "\(id)", "to": "\(carried.to)"])
        } else {
            logger.warning(
                "a conversation's copy differs from the original, which was left", metadata: ["path": "\(carried.from)"]
            )
        }
        guard var memory = WorktreeMemory.of(id, options.home) else { return }
        memory.carried = nil
        try? memory.write(options.home)
    }

    /// `new` begins with the bytes of `old`.
    @concurrent
    private static func holds(_ new: String, all old: String) async -> Bool {
        guard let a = Files.stamp(of: old), let b = Files.stamp(of: new), b.size >= a.size,
            (a.device, a.inode) != (b.device, b.inode)
        else { return false }
        var offset = 0
        while offset < Int(a.size) {
            let count = min(1 << 20, Int(a.size) - offset)
            guard let one = Files.part(of: old, from: offset, count: count), !one.isEmpty,
                let other = Files.part(of: new, from: offset, count: one.count), one == other
            else { return false }
            offset += one.count
        }
        // It was not written to meanwhile.
        return Files.stamp(of: old)?.size == a.size
    }

    /// What was known of where its transcript lies is of the directory before.
    func forgetTranscriptPlace(_ id: SessionID) {
        change(id) { entry in
            entry.transcript = TranscriptWatch()
            entry.runtime.transcript = nil
        }
        saveRuntime(id)
    }
}

import Foundation
import Model
import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct FileLockTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private final class Tally: Sendable {
        let inside = Atomic(0)
        let most = Atomic(0)
    }

    @Test func `one thread at a time is inside`() async {
        let path = folder / "lock"
        let tally = Tally()
        await withDiscardingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<200 {
                        try? FileLock.hold(path) { () throws(CcmuxError) in
                            let now = tally.inside.add(1, ordering: .sequentiallyConsistent).newValue
                            tally.most.max(now, ordering: .sequentiallyConsistent)
                            sched_yield()
                            tally.inside.subtract(1, ordering: .sequentiallyConsistent)
                        }
                    }
                }
            }
        }
        #expect(tally.most.load(ordering: .sequentiallyConsistent) == 1)
    }

    @Test func `a lock that another process holds is not had until that process ends`() throws {
        let path = folder / "lock"
        let holder = try Shell("exec 9>'\(path)'; flock 9; echo > '\(folder / "held")'; exec sleep 1000")
        defer { holder.end() }
        #expect(eventually { folder.text("held") != nil })
        #expect(try !isFree(path))
        kill(holder.pid, SIGKILL)
        #expect(try eventually { try isFree(path) })
    }

    private func isFree(_ path: String) throws -> Bool {
        switch try FileLock.attempt(path) {
        case .none: return false
        case .some(let lock):
            lock.keepAlive()
            return true
        }
    }

    @Test func `a lock is given back when its work throws`() throws {
        let path = folder / "lock"
        #expect(throws: CcmuxError.self) {
            try FileLock.hold(path) { () throws(CcmuxError) in throw CcmuxError(.failed, "no") }
        }
        #expect(try isFree(path))
        #expect(try folder.mode("lock") == 0o600)
    }

    @Test func `who holds it can be read in the file`() throws {
        let path = folder / "lock"
        if let lock = try FileLock.attempt(path) {
            lock.note("a long line\n")
            lock.note("12\n")
        }
        #expect(folder.text("lock") == "12\n")
    }

    @Test func `a lock in a folder that is not there is an error that names it`() {
        let path = folder / "none/lock"
        let error = #expect(throws: CcmuxError.self) { try FileLock.hold(path) { () throws(CcmuxError) in } }
        #expect(error?.message.contains(path) == true)
    }
}

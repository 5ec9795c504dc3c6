import Model
import Platform

extension Updater {
    /// Moves a checked bundle into its place and brings it into use.
    func put(_ folder: String, name: BundleName, sha256: String, migrates: Bool) async throws(CcmuxError) {
        var backup: String?
        if migrates {
            progress.step("backing up the database")
            backup = try writeBackup()
        }
        FaultPoint.backupWritten.reached()
        let place = bundles.folder(name)
        guard try Files.move(folder, to: place) else {
            throw CcmuxError(.failed, "The unpacked bundle is gone: \(folder)")
        }
        Files.syncParent(of: place)
        FaultPoint.placed.reached()
        do throws(CcmuxError) {
            try await swap(to: name, sha256: sha256, backup: backup, isRollback: false)
        } catch {
            if bundles.current != name { Files.removeTree(place) }
            throw error
        }
    }

    /// Copies of the database that are kept.
    private static let backupsKept = 5

    private func writeBackup() throws(CcmuxError) -> String? {
        try Files.makeFolder(home.backupFolder)
        let stamp = now().rfc3339.filter { $0.isNumber || $0 == "T" }
        let path = "\(home.backupFolder)/ccmux-\(current)-\(stamp).db"
        Files.remove(path)
        guard try surroundings.copyDatabase(to: path) else { return nil }
        let kept = Files.names(in: home.backupFolder).filter { $0.hasPrefix("ccmux-") && $0.hasSuffix(".db") }
        let dated = kept.map { (name: $0, at: Files.stamp(of: "\(home.backupFolder)/\($0)")?.modified ?? now()) }
        let older = dated.sorted { $0.at > $1.at }.map(\.name)
        for name in older.dropFirst(Self.backupsKept) { Files.remove("\(home.backupFolder)/\(name)") }
        return path
    }

    /// Makes `name` the bundle in use, and watches its daemon; back where it does not prove itself.
    ///
    /// Whatever is cut off here, `app/current` leads to a whole bundle, and the journal tells how to go on.
    func swap(to name: BundleName, sha256: String, backup: String?, isRollback: Bool) async throws(CcmuxError) {
        Files.ignoreInterruptions()
        var journal = UpdateJournal(
            from: "\(current)", to: "\(name)", previousBefore: bundles.previous?.description, sha256: sha256,
            step: .swapping, at: now().rfc3339, reason: nil, backup: backup, isRollback: isRollback)
        do throws(CcmuxError) {
            try journal.write(home: home)
            FaultPoint.journalWritten.reached()
            // Made now, so that the way back needs no space on the disk.
            try Files.replaceLink(wayBack, to: "versions/\(current)")
            Files.remove(home.startCount)
            try Files.replace(home.trial, with: Array("\(name) \(now().milliseconds / 1000)\n".utf8))
            FaultPoint.trialWritten.reached()
            try bundles.pointPrevious(to: current)
            FaultPoint.previousMoved.reached()
            try bundles.pointCurrent(to: name)
            FaultPoint.currentMoved.reached()
        } catch {
            undoLinks(journal)
            throw error
        }
        journal.step = .confirming
        do throws(CcmuxError) {
            try journal.write(home: home)
        } catch {
            // Only a word for who comes after a crash: the links say the same.
            progress.step("the journal cannot be written: \(error.message)")
        }
        FaultPoint.confirmingWritten.reached()
        try await confirm(journal, isRunning: false)
    }

    var wayBack: String { home.applicationFolder + "/.way-back" }

    /// After a swap that failed before it was complete.
    private func undoLinks(_ journal: UpdateJournal) {
        if bundles.current?.description == journal.to { _ = try? Files.move(wayBack, to: home.currentBundle) }
        try? bundles.pointPrevious(to: journal.previousBefore.flatMap { BundleName($0) })
        Files.remove(home.trial)
        Files.remove(wayBack)
        UpdateJournal.remove(home: home)
    }

    /// Brings the new daemon up and watches it.
    ///
    /// - Parameter isRunning: the daemon that answers is the new one already.
    func confirm(_ journal: UpdateJournal, isRunning: Bool) async throws(CcmuxError) {
        progress.step("starting the daemon of \(journal.to)")
        var failure: String?
        do throws(CcmuxError) {
            if !isRunning {
                try surroundings.stop()
                FaultPoint.daemonStopped.reached()
                try surroundings.start()
            }
            FaultPoint.daemonStarted.reached()
        } catch {
            // It may only be slow: a timeout is the watch's to judge.
            if error.code != .timedOut {
                failure = [error.message, error.advice].compactMap { $0 }.joined(separator: " ")
            }
        }
        if failure == nil { failure = await watch(journal) }
        if let failure { throw await revert(journal, reason: failure) }
        finish(journal)
    }

    /// Why the new daemon did not prove itself; nil when it did.
    private func watch(_ journal: UpdateJournal) async -> String? {
        guard let name = BundleName(journal.to) else { return "its name cannot be read" }
        var watch = ConfirmWatch(version: name.version.description, begin: monotonicSeconds())
        if let times = FaultPoint.times { (watch.patience, watch.hold) = times }
        var told = false
        while true {
            var seen = surroundings.look()
            if let current = bundles.current, current != name { seen = .replaced(by: "\(current)") }
            switch watch.next(seen, now: monotonicSeconds()) {
            case .confirmed: return nil
            case .failed(let reason): return reason
            case .wait: break
            }
            if watch.wasHealthy, !told {
                told = true
                FaultPoint.healthyOnce.reached()
                progress.step("it is healthy; watching it for \(Int(watch.hold)) seconds")
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func finish(_ journal: UpdateJournal) {
        FaultPoint.confirmed.reached()
        var quarantine = Quarantine(home: home)
        if let to = BundleName(journal.to) { quarantine.remove(to) }
        if journal.isRollback, let from = BundleName(journal.from) {
            quarantine.add(from, reason: "you went back from it", sha256: journal.sha256, at: now())
        }
        if quarantine != Quarantine(home: home) { try? quarantine.write(home: home) }
        UpdateNote.leave(
            journal.isRollback ? "update.rolledBack" : "update.installed", occasion: "done-\(journal.to)",
            data: ["from": .string(journal.from), "to": .string(journal.to)], at: now(), home: home)
        replaceLauncher(journal)
        FaultPoint.launcherReplaced.reached()
        UpdateJournal.remove(home: home)
        FaultPoint.journalRemoved.reached()
        Files.remove(wayBack)
        bundles.prune(keeping: [current])
    }

    /// The guard itself is renewed by a bundle that has proven itself.
    private func replaceLauncher(_ journal: UpdateJournal) {
        guard let name = BundleName(journal.to), Files.kind(of: home.launcher) != nil else { return }
        let offered = bundles.program("ccmux-launcher", of: name)
        guard let bytes = try? Files.read(offered, limit: 4 << 20), bytes.count > 100,
            (try? Files.read(home.launcher, limit: 4 << 20)) != bytes
        else { return }
        let aside = home.launcher + ".new"
        Files.remove(aside)
        do throws(CcmuxError) {
            try Files.replace(aside, with: bytes)
            try Files.setMode(aside, 0o700)
            _ = try Files.move(aside, to: home.launcher)
            Files.syncParent(of: home.launcher)
        } catch {
            Files.remove(aside)
        }
    }
}

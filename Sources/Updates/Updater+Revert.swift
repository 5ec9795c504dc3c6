package import Model
import Platform

extension Updater {
    /// Brings the bundle before back, bars the new one, and says why.
    func revert(_ journal: UpdateJournal, reason: String) async -> CcmuxError {
        var journal = journal
        // It becomes the end of a sentence.
        let reason = String(reason.reversed().drop { $0 == "." || $0 == " " }.reversed())
        journal.step = .reverting
        journal.reason = reason
        progress.step("\(journal.to) did not prove itself (\(reason)); going back to \(journal.from)")
        try? journal.write(home: home)
        FaultPoint.revertWritten.reached()
        return await goBack(journal)
    }

    /// The steps of the way back; each may have been done before.
    func goBack(_ journal: UpdateJournal) async -> CcmuxError {
        let reason = journal.reason ?? "it did not prove itself"
        var troubles: [String] = []
        do throws(CcmuxError) { try surroundings.stop() } catch { troubles.append(error.message) }
        FaultPoint.revertStopped.reached()
        if let from = BundleName(journal.from) {
            if let trouble = await restoreDatabase(journal, for: from) { troubles.append(trouble) }
            FaultPoint.databaseRestored.reached()
            do throws(CcmuxError) { try moveBack(to: from) } catch { troubles.append(error.message) }
        }
        FaultPoint.currentMovedBack.reached()
        try? bundles.pointPrevious(to: journal.previousBefore.flatMap { BundleName($0) })
        FaultPoint.previousMovedBack.reached()
        bar(journal, reason)
        FaultPoint.quarantined.reached()
        Files.remove(home.trial)
        Files.remove(home.startCount)
        do throws(CcmuxError) { try surroundings.start() } catch { troubles.append(error.message) }
        FaultPoint.revertStarted.reached()
        UpdateJournal.remove(home: home)
        Files.remove(wayBack)
        bundles.prune(keeping: [current])
        let more = troubles.isEmpty ? "" : " On the way back: " + troubles.joined(separator: " ")
        return CcmuxError(
            .failed, "\(journal.to) did not prove itself: \(reason). \(journal.from) runs again.\(more)",
            advice: journal.isRollback ? nil : "\(journal.to) is in quarantine: automatic updates leave it out.")
    }

    private func moveBack(to from: BundleName) throws(CcmuxError) {
        guard bundles.current != from else { return }
        if Files.linkTarget(wayBack) == "versions/\(from)", try Files.move(wayBack, to: home.currentBundle) {
            Files.syncParent(of: home.currentBundle)
        } else {
            try bundles.pointCurrent(to: from)
        }
    }

    /// A bundle that was gone back to is not to blame: it had been good.
    private func bar(_ journal: UpdateJournal, _ reason: String) {
        guard let to = BundleName(journal.to) else { return }
        let moment = now()
        if !journal.isRollback {
            var quarantine = Quarantine(home: home)
            quarantine.add(to, reason: reason, sha256: journal.sha256, at: moment)
            try? quarantine.write(home: home)
            UpdateNote.leave(
                "update.quarantined", occasion: "barred-\(to)",
                data: ["version": .string("\(to)"), "reason": .string(reason)], at: moment, home: home)
        }
        UpdateNote.leave(
            "update.failed", occasion: "failed-\(to)",
            data: ["from": .string(journal.from), "to": .string("\(to)"), "reason": .string(reason)], at: moment,
            home: home)
    }

    /// Where the new version has changed the database so that the old one cannot work on it, the copy comes back.
    private func restoreDatabase(_ journal: UpdateJournal, for name: BundleName) async -> String? {
        guard let backup = journal.backup, Files.kind(of: backup) == .file else { return nil }
        do throws(CcmuxError) {
            _ = try await check(bundles.folder(name), expected: name.version)
            return nil
        } catch {
            do throws(CcmuxError) {
                let aside = "\(home.backupFolder)/ccmux-\(journal.to)-failed.db"
                try surroundings.restoreDatabase(from: backup, aside: aside)
                return "The database is again as it was before the update: \(error.message)"
            } catch {
                return error.message
            }
        }
    }

    // MARK: After a crash

    /// Finishes or takes back an update that was cut off.
    ///
    /// - Returns: what was done; nil when there was nothing to do.
    package func recover() async throws(CcmuxError) -> UpdateOutcome? {
        guard Files.kind(of: home.updateJournal) != nil else { return nil }
        guard let journal = UpdateJournal.read(home: home) else {
            UpdateJournal.remove(home: home)
            return nil
        }
        let recovery = Recovery.decide(journal, current: bundles.current?.description)
        let done = UpdateOutcome(action: .recovered, from: journal.from, to: journal.to)
        switch recovery {
        case .forget:
            UpdateJournal.remove(home: home)
        case .restorePrevious:
            try bundles.pointPrevious(to: journal.previousBefore.flatMap { BundleName($0) })
            Files.remove(home.trial)
            UpdateJournal.remove(home: home)
        case .confirm:
            Files.ignoreInterruptions()
            progress.step("an update to \(journal.to) was cut off; looking whether it proves itself")
            var isRunning = false
            if case .daemon(let version, _, _) = surroundings.look() {
                // A bundle of the same version may be another one, whose daemon still runs.
                isRunning =
                    version == BundleName(journal.to)?.version.description
                    && version != BundleName(journal.from)?.version.description
            }
            try await confirm(journal, isRunning: isRunning)
        case .revert:
            Files.ignoreInterruptions()
            progress.step("going back from \(journal.to) was cut off; going on with it")
            throw await goBack(journal)
        }
        if recovery == .forget || recovery == .restorePrevious {
            Files.remove(wayBack)
            bundles.prune(keeping: [current])
            return nil
        }
        return done
    }
}

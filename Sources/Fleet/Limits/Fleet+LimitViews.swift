import Logging
package import Model
import Status
import Store
import Watchdog

extension Fleet {
    /// Accounts at a limit, and what becomes of their sessions.
    package func limitList() -> LimitList {
        lookAtLimits()
        let moment = now()
        let accounts = limits.accounts.values.sorted { $0.account.rawValue < $1.account.rawValue }
        return LimitList(
            mode: options.limits.mode.rawValue,
            accounts: accounts.map { limited in
                limited.view(limitTiming, now: moment) { id in
                    guard let record = entries[id]?.record else { return nil }
                    return (record.name, limitRules(of: record), limits.memories[id] ?? LimitMemory())
                }
            })
    }

    /// A person says that an account's limit is over.
    ///
    /// - Parameters:
    ///   - word: the account, or the beginning of only one's name.
    ///   - resuming: its sessions are sent on.
    /// - Throws: `.notFound`, `.ambiguous`.
    package func clearLimit(_ word: String, resuming: Bool) throws(CcmuxError) -> LimitList {
        let names = limits.accounts.keys.map(\.rawValue).sorted()
        let found = names.contains(word) ? [word] : names.filter { !word.isEmpty && $0.hasPrefix(word) }
        guard let name = found.first else {
            throw CcmuxError(
                .notFound, "No account '\(word.prefix(120))' is at a limit.", advice: "ccmux limits lists them.")
        }
        guard found.count == 1 else {
            throw CcmuxError(
                .ambiguous, "Several accounts begin with '\(word.prefix(120))'.",
                advice: "Give the whole name: \(found.prefix(5).joined(separator: ", ")).",
                details: ["candidates": .array(found.map { .string($0) })])
        }
        let account = AccountID(rawValue: name)
        guard var limited = limits.accounts[account] else { return limitList() }
        let step = limited.clear(resuming: resuming, now: now())
        keep(limited, of: account, step)
        lookAtLimits()
        return limitList()
    }

    /// Why the session's prompts would wait now, for people: asking lets none go.
    func limitReason(of id: SessionID) -> String? {
        guard !limits.accounts.isEmpty, let account = account(of: id), var limited = limits.accounts[account] else {
            return nil
        }
        return limited.hold(
            id, source: "user", model: entries[id]?.verdict.status.model, limitTiming, now: now())
    }

    func limitEvidence(of id: SessionID, _ moment: Timestamp) -> [Explanation.Evidence] {
        let limited = account(of: id).flatMap { limits.accounts[$0] }
        let parked = limited?.sessions[id]
        let words = [
            budgetHold(of: id), limitReason(of: id),
            parked.map { parked in
                "The session is \(parked.state.rawValue)\(parked.reason.map { ": \($0)" } ?? "")."
            },
        ].compactMap { $0 }
        guard !words.isEmpty else { return [] }
        return [
            .init(
                source: "limits", since: parked?.since ?? limited?.since ?? moment, seen: moment,
                says: words.joined(separator: " "), raw: nil)
        ]
    }
}

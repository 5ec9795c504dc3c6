import Model

/// What is refused before anything is done. Pure.
enum AdoptionRules {
    struct Wish: Sendable, Hashable {
        var conversation: ConversationID
        var way: AdoptRequest.Way
        var force = false
        /// The writer as the caller knows it.
        var pid: Int32?
        /// The daemon, the caller, and all above them: never ended.
        var kept: Set<Int32> = []
    }

    /// The processes that are to be ended first, none where nothing writes it.
    ///
    /// - Throws: `.refused`, with what can be done instead.
    static func targets(_ wish: Wish, _ writers: [ConversationWriter]) throws(CcmuxError) -> [ConversationWriter] {
        switch wish.way {
        case .fork: return []
        case .plain:
            guard let writer = writers.first else { return [] }
            let isGuess = writer.evidence == .guess
            throw refusal(
                wish, "\(subject(writer)) \(isGuess ? "perhaps " : "")writes it.",
                "Work on a copy: --fork. Or end that process and take the conversation over: --takeover"
                    + (isGuess ? " --pid \(writer.process.pid)." : "."))
        case .takeover:
            if let pid = wish.pid, !writers.contains(where: { $0.process.pid == pid }) {
                let pids = writers.map { "\($0.process.pid)" }.joined(separator: ", ")
                throw refusal(
                    wish, "process \(pid) does not write it.",
                    writers.isEmpty ? "Nothing does: adopt it without --takeover." : "Those that do: \(pids).")
            }
            for writer in writers { try checkMayEnd(writer, wish) }
            return writers
        }
    }

    private static func checkMayEnd(_ writer: ConversationWriter, _ wish: Wish) throws(CcmuxError) {
        if writer.isManaged {
            throw refusal(
                wish, "\(subject(writer)) writes it, and a ccmux runs that.",
                "Stop that session first; or work on a copy: --fork.")
        }
        if wish.kept.contains(writer.process.pid) {
            throw refusal(
                wish, "\(subject(writer)) writes it, and this command runs below that.",
                "Give the command in another terminal; or work on a copy: --fork.")
        }
        if writer.evidence == .guess, wish.pid != writer.process.pid {
            throw refusal(
                wish, "\(subject(writer)) perhaps writes it; that is a guess by its directory.",
                "Look at it; to end it: --takeover --pid \(writer.process.pid). Or work on a copy: --fork.")
        }
        if writer.isServer, writer.others > 0, !wish.force {
            let others =
                writer.others == 1 ? "another conversation, whose turn" : "\(writer.others) others, whose turns"
            throw refusal(
                wish, "\(subject(writer)) writes it and \(others) would end with it.",
                "Work on a copy: --fork. Or end it all the same: --takeover --force.")
        }
    }

    /// - Parameter left: one that still runs.
    static func stays(_ wish: Wish, _ left: ConversationWriter, seconds: Double) -> CcmuxError {
        refusal(
            wish, "\(subject(left)) still runs \(Int(seconds.rounded())) s after SIGTERM.",
            "--takeover --force kills it; --patience SECONDS waits longer; --fork works on a copy.")
    }

    static func isBack(_ wish: Wish, _ writer: ConversationWriter) -> CcmuxError {
        refusal(
            wish, "\(subject(writer)) writes it, begun after the one that was ended.",
            "Something starts it again: end that, or work on a copy: --fork.")
    }

    private static func refusal(_ wish: Wish, _ reason: String, _ advice: String) -> CcmuxError {
        CcmuxError(.refused, "Conversation \(wish.conversation) is not adopted: \(reason)", advice: advice)
    }

    private static func subject(_ writer: ConversationWriter) -> String {
        "the live \(writer.isServer ? "server" : "process") \(writer.process.pid) (\(writer.command.prefix(60)))"
    }
}

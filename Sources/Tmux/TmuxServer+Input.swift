extension TmuxServer {
    /// Presses keys in a pane, if it bears the mark. A mode such as copy mode, which would take them, is left first.
    ///
    /// - Parameters:
    ///   - keys: names that tmux knows (`Enter`, `C-c`, `Escape`); one that it does not know is typed as text.
    ///   - literal: whether they are text to type, and never names.
    ///   - note: what is noted in the pane in the same step.
    package func sendKeys(
        _ keys: [String], to pane: PaneID, literal: Bool = false, guardedBy mark: TmuxMark? = nil,
        noting note: TmuxNote? = nil
    ) async throws(TmuxError) {
        guard !keys.isEmpty else { return }
        let target = pane.description
        try await guarded(
            target, by: mark,
            [
                TmuxCommand("copy-mode", "-q", "-t", target),
                TmuxCommand("send-keys", (literal ? ["-l"] : []) + ["-t", target, "--"] + keys),
            ] + (note.map { [$0.command(target)] } ?? []))
    }

    /// Pastes bytes into a pane, if it bears the mark: just these, whatever they are. No line feed becomes a
    /// carriage return, and nothing is left out; to end a bracketed paste from within is up to the bytes, so
    /// whoever pastes what others wrote takes `ESC [ 201 ~` out first.
    ///
    /// What is short travels in the same step as the deed. What is long is loaded into a buffer of its own
    /// name beforehand, through a pipe; the buffer goes in every case, short of a crash in between.
    ///
    /// - Parameters:
    ///   - bracketed: whether to mark the paste as one where the program has asked for that.
    ///   - note: what is noted in the pane in the same step.
    package func paste(
        _ bytes: [UInt8], into pane: PaneID, bracketed: Bool = true, guardedBy mark: TmuxMark? = nil,
        noting note: TmuxNote? = nil
    ) async throws(TmuxError) {
        guard !bytes.isEmpty else { return }
        let buffer = freshName()
        let target = pane.description
        let verbatim = try await pasteIsVerbatimByFlag()
        let flags = ["-d", "-r"] + (bracketed ? ["-p"] : []) + (verbatim ? ["-S"] : [])
        let paste = TmuxCommand("paste-buffer", flags + ["-b", buffer, "-t", target])
        let discard = TmuxCommand("delete-buffer", "-b", buffer)
        let isShort = bytes.count <= Self.shortPaste && !bytes.contains(0)
        let load = TmuxCommand("set-buffer", bytes: ["-b", buffer, "--"].map { Array($0.utf8) } + [bytes])
        if !isShort { try await loadBuffer(buffer, bytes) }
        do {
            try await guarded(
                target, by: mark, preparing: isShort ? [load] : [], otherwise: [discard],
                [paste] + (note.map { [$0.command(target)] } ?? []))
        } catch  where error.code == .unmarked {
            throw error
        } catch {
            _ = try? await run(discard)
            throw error
        }
    }

    /// What goes as an argument, in bytes: with every byte escaped it fits the 16 KB of a one-shot command.
    private static let shortPaste = 3 * 1024

    /// Fills a buffer through the standard input of a process: no size limit, no file, any byte.
    private func loadBuffer(_ name: String, _ bytes: [UInt8]) async throws(TmuxError) {
        let command = TmuxCommand("load-buffer", "-b", name, "-")
        let outcome = try await oneShot.run(
            arguments: configuration.oneShotArguments(command.words), input: bytes, command: command.name,
            timeout: .seconds(10))
        guard outcome.succeeded else { throw outcome.error(command: command.name) }
    }

    /// Whether `paste-buffer` writes control characters as `\ooo` unless told not to by `-S`, as tmux does since
    /// 3.7. Asked once for each life of the server: the program on disk may be newer than what runs.
    private func pasteIsVerbatimByFlag() async throws(TmuxError) -> Bool {
        if let known = pasteKnowsVerbatim, let server = identity, known.server == server { return known.answer }
        let usage = try await repeatable(TmuxCommand("list-commands", "paste-buffer")).text
        let flags = usage.split(separator: "[").dropFirst().first ?? ""
        let answer = flags.hasPrefix("-") && flags.prefix { $0 != "]" }.contains("S")
        pasteKnowsVerbatim = (identity, answer)
        return answer
    }
}

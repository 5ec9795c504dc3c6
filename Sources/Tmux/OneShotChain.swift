/// Many commands in one `tmux a ; b ; c`. What they print comes in one stream, so a word of ours is printed
/// after each; tmux leaves out everything after the first that fails.
struct OneShotChain {
    private let requests: [TmuxRequest]
    private let nonce: String

    /// tmux takes no more than 16 KB of arguments in one message; some room is left for its own header.
    static let byteLimit = 15_000
    /// Nor, since 3.8 at the latest, a thousand of them.
    static let wordLimit = 900

    /// Takes as many of the requests, from the first, as go into one chain: at least one. A request whose
    /// commands may fail without ending the chain stands alone, because its exit status must be its own.
    init(fitting requests: ArraySlice<TmuxRequest>, nonce: String = OneShotChain.freshNonce()) {
        self.nonce = nonce
        var taken: [TmuxRequest] = []
        var bytes = 0
        var words = 0
        for request in requests {
            bytes += request.commands.reduce(64) { $0 + $1.words.reduce(2) { $0 + $1.count + 1 } }
            words += request.commands.reduce(5) { $0 + $1.words.count + 1 }
            let isFull = bytes > Self.byteLimit || words > Self.wordLimit
            if !taken.isEmpty, request.isCompound || isFull || request.invalidity != nil { break }
            taken.append(request)
            if request.isCompound { break }
        }
        self.requests = taken
    }

    static func freshNonce() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    private func ending(_ index: Int) -> String { "ccmux-\(nonce)-\(index)" }

    /// The words after tmux's own options.
    var words: [[UInt8]] {
        let semicolon = Array(";".utf8)
        let parts = requests.indices.map { index in
            (requests[index].commands + [TmuxCommand("display-message", "-p", "--", ending(index))])
                .map(\.words).joined(separator: [semicolon])
        }
        return Array(parts.joined(separator: [semicolon]))
    }

    /// The results of the first requests: all of them, or up to and with the first that failed.
    func results(_ outcome: OneShot.Outcome) -> [Result<TmuxReply, TmuxError>] {
        var results: [Result<TmuxReply, TmuxError>] = []
        var rest = outcome.output[...]
        for index in requests.indices {
            guard let (output, after) = Self.cut(rest, before: Array(ending(index).utf8)) else {
                results.append(.failure(outcome.error(command: requests[index].name)))
                return results
            }
            results.append(.success(TmuxReply(bytes: Array(output))))
            rest = after
        }
        // A command inside an `if-shell` can fail without ending the chain.
        if !outcome.succeeded || !outcome.errorText.isEmpty, let last = requests.last, last.isCompound {
            results[results.count - 1] = .failure(outcome.error(command: last.name))
        }
        return results
    }

    /// What stands before the line, and what after it.
    private static func cut(
        _ bytes: ArraySlice<UInt8>, before line: [UInt8]
    ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.endIndex
            if bytes[start..<end].elementsEqual(line) {
                return (bytes[..<start], bytes[min(end + 1, bytes.endIndex)...])
            }
            start = end + 1
        }
        return nil
    }
}

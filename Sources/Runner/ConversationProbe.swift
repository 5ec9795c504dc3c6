package import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is on disk of a conversation.
package enum ConversationPresence: Sendable, Hashable {
    case missing
    /// A file that holds nothing of a conversation, as some versions leave behind; it can be neither resumed nor,
    /// while it lies there, begun.
    case stub
    case present
}

extension ConversationEvidence {
    /// Looks for the conversation. Reads until the first record that proves it, in bounded pieces. A file that cannot be
    /// read counts as one: it must neither be set aside nor begun over.
    package func presence(of conversation: ConversationID) -> ConversationPresence {
        let descriptor = openForReading(path(of: conversation))
        guard descriptor >= 0 else { return errno == ENOENT || errno == ENOTDIR ? .missing : .present }
        defer { close(descriptor) }
        var scan = LineScan(anyOf: anyOf, noneOf: noneOf)
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return .present }
            guard count > 0 else { return scan.finish() ? .present : .stub }
            if scan.feed(buffer[..<count]) { return .present }
        }
    }

    /// Files of that name in the folders beside the one where it should be: an agent keeps a folder for each project.
    package func elsewhere(_ conversation: ConversationID) -> [String] {
        let expected = path(of: conversation)
        let parts = expected.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 3, let file = parts.last else { return [] }
        let projects = parts.dropLast(2).joined(separator: "/")
        return Files.names(in: projects).sorted().map { "\(projects)/\($0)/\(file)" }
            .filter { $0 != expected && Files.kind(of: $0) == .file }
    }

    /// Moves a stub out of the way, to a name that no agent reads.
    package func setAsideStub(of conversation: ConversationID) throws(CcmuxError) {
        let path = path(of: conversation)
        _ = try Files.move(path, to: "\(path).empty-\(wallClock().milliseconds)")
    }
}

/// Finds the first line that proves a conversation. Of a long line only the head is looked at: the marks stand
/// there, and a line may have many megabytes.
struct LineScan {
    private let anyOf: [[UInt8]]
    private let noneOf: [[UInt8]]
    private var head: [UInt8] = []

    private static let headLimit = 65536

    init(anyOf: [String], noneOf: [String]) {
        self.anyOf = anyOf.map { Array($0.utf8) }
        self.noneOf = noneOf.map { Array($0.utf8) }
    }

    /// True once a line that proves a conversation has been completed.
    mutating func feed(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            if finish() { return true }
            rest = rest[(end + 1)...]
        }
        take(rest)
        return false
    }

    /// Judges the line so far and begins the next one.
    mutating func finish() -> Bool {
        defer { head.removeAll(keepingCapacity: true) }
        return anyOf.contains { head.contains($0) } && !noneOf.contains { head.contains($0) }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        head.append(contentsOf: bytes.prefix(Self.headLimit - head.count))
    }
}

private func openForReading(_ path: String) -> Int32 {
    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
}

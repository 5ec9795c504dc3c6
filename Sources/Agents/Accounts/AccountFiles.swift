import Model
import Platform
import Synchronization

/// Who is logged in, as files of agents say, read again only when they have changed.
package final class AccountFiles: Sendable {
    private struct Known {
        var stamp: FileStamp
        var words: String?
    }

    private let known = Mutex<[String: Known]>([:])

    /// Bytes. Claude keeps much beside the login in one file.
    private static let limit = 64 << 20
    /// Files of more homes than this are not remembered.
    private static let capacity = 1000

    package init() {}

    /// What `parse` makes of the file; nil where there is none, or it cannot be read.
    ///
    /// - Parameter parse: the same for each path.
    func words(of path: String, _ parse: ([UInt8]) -> String?) -> String? {
        guard let stamp = Files.stamp(of: path) else { return nil }
        if let before = known.withLock({ $0[path] }), before.stamp == stamp { return before.words }
        // A file that is being written is read again: its stamp changes once more.
        guard stamp.size <= Self.limit, let bytes = try? Files.read(path, limit: Self.limit) else { return nil }
        let words = parse(bytes)
        known.withLock {
            if $0.count >= Self.capacity { $0 = [:] }
            $0[path] = Known(stamp: stamp, words: words)
        }
        return words
    }
}

/// How accounts are named.
enum AccountName {
    /// A name that goes into lists, events and paths: visible ASCII without blanks, at most 100 characters.
    static func plain(_ text: String) -> String? {
        let bytes = text.utf8.prefix(100).filter {
            (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "%")
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Tells secrets and folders apart without showing them: 64 bits of FNV-1a, in hexadecimal digits.
    static func digest(_ parts: String...) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in Array(part.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension [String: String] {
    /// A variable's value; nil where it is not set, or empty.
    func filled(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}

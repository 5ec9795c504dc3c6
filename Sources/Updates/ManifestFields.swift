import Model

/// Reads a manifest out of members whose signature was verified. Members that it does not know are left alone, so that
/// a later version may add some.
struct ManifestFields {
    private let members: [String: CanonicalJSON]

    init(_ members: [String: CanonicalJSON]) {
        self.members = members
    }

    func manifest() throws(CcmuxError) -> ReleaseManifest {
        guard case .number(let schema)? = members["schema"] else { throw wrong("schema") }
        guard schema == 1 else {
            throw ReleaseManifest.refusal(
                "has the format \(schema), which this version does not know",
                advice: "Install the new version with its install.sh.")
        }
        return ReleaseManifest(
            schema: 1,
            version: try version("version"),
            channel: try text("channel") { Self.isName($0, besides: "-", longest: 32) },
            date: try text("date", Self.isDate),
            notes: try text("notes") { $0.utf8.count <= 64 * 1024 },
            minimum: try version("minimum"),
            platforms: try platforms())
    }

    private func wrong(_ name: String) -> CcmuxError { ReleaseManifest.refusal("has no proper '\(name)'") }

    private func text(_ name: String, _ isProper: (String) -> Bool) throws(CcmuxError) -> String {
        guard case .string(let text)? = members[name], isProper(text) else { throw wrong(name) }
        return text
    }

    private func version(_ name: String) throws(CcmuxError) -> ReleaseVersion {
        guard case .string(let text)? = members[name], let version = ReleaseVersion(text) else { throw wrong(name) }
        return version
    }

    private func platforms() throws(CcmuxError) -> [String: ReleaseAsset] {
        guard case .object(let entries)? = members["platforms"], !entries.isEmpty, entries.count <= 32 else {
            throw wrong("platforms")
        }
        var platforms: [String: ReleaseAsset] = [:]
        for (name, entry) in entries {
            guard Self.isPlatform(name), let asset = Self.asset(entry) else { throw wrong("platforms") }
            platforms[name] = asset
        }
        return platforms
    }

    private static func asset(_ entry: CanonicalJSON) -> ReleaseAsset? {
        guard case .object(let fields) = entry, case .string(let url)? = fields["url"], isURL(url),
            case .number(let size)? = fields["size"], (1...ReleaseAsset.largest).contains(size),
            case .string(let hash)? = fields["sha256"], hash.utf8.count == 64,
            hash.utf8.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
        else { return nil }
        return ReleaseAsset(url: url, size: size, sha256: hash)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isName(_ text: some StringProtocol, besides more: Unicode.Scalar, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: more)
            }
    }

    /// `SYSTEM-PROCESSOR`
    private static func isPlatform(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { isName($0, besides: "_", longest: 16) }
    }

    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == UInt8(ascii: "-") : isDigit(byte)
            }
    }

    /// `https://…`, or a path without a scheme and a host of its own: letters, digits and `._~+=-/`, a letter or digit
    /// at the end.
    static func isURL(_ text: String) -> Bool {
        guard text.utf8.count <= 1024, let last = text.utf8.last, isLetterOrDigit(last) else { return false }
        let isAbsolute = text.hasPrefix("https://")
        let rest = isAbsolute ? text.dropFirst("https://".count) : text[...]
        guard let first = rest.utf8.first, isAbsolute ? isLetterOrDigit(first) : first != UInt8(ascii: "/") else {
            return false
        }
        let others = isAbsolute ? "._~+=-/:".utf8 : "._~+=-/".utf8
        return rest.utf8.allSatisfy { isLetterOrDigit($0) || others.contains($0) }
            && (!isAbsolute || rest.utf8.count > 1)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

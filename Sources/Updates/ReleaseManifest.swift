package import Model

/// What `release.json` says of one release: [docs/release.md](../../docs/release.md) has its format.
package struct ReleaseManifest: Sendable, Hashable {
    /// The format's number. This program knows 1.
    package var schema: Int
    package var version: ReleaseVersion
    /// `stable`, or the name of another line of releases: lowercase letters, digits and `-`.
    package var channel: String
    /// The day of the release, `YYYY-MM-DD`.
    package var date: String
    /// What is new, as plain text of several lines. Comes from outside: show it through `SafeText`.
    package var notes: String
    /// The oldest version that can update to this one directly.
    package var minimum: ReleaseVersion
    /// By `ReleasePlatform`'s names.
    package var platforms: [String: ReleaseAsset]
}

/// A bundle of one platform.
package struct ReleaseAsset: Sendable, Hashable {
    /// Absolute (`https://…`), or relative to the URL that the manifest was asked for at (RFC 3986, section 5), no
    /// matter where redirects led. Letters, digits and `._~+=-/`, and `:` where it is absolute.
    package var url: String
    /// Bytes, at least 1.
    package var size: Int64
    /// 64 lowercase hexadecimal digits.
    package var sha256: String

    /// What a bundle may have: 1 GiB.
    package static let largest: Int64 = 1 << 30
}

extension ReleaseManifest {
    /// What a manifest may have, in bytes.
    package static let largest = 256 * 1024

    /// Reads a manifest that one of `keys` signed, or a key that one of these vouches for.
    ///
    /// What is believed is read from the very bytes that are signed, after the signature was verified.
    /// - Throws: `.refused`, with a sentence that names what is wrong; nothing of it is to be used then.
    package static func verified(_ bytes: [UInt8], keys: ReleaseKeys) throws(CcmuxError) -> ReleaseManifest {
        guard bytes.count <= largest else { throw refusal("has more than \(largest / 1024) KiB") }
        let signed = try SignedManifest(bytes)
        try signed.verify(keys)
        return try ManifestFields(signed.members).manifest()
    }

    static func refusal(_ what: String, advice: String? = nil) -> CcmuxError {
        CcmuxError(
            .refused, "The release's manifest \(what); nothing was changed.",
            advice: advice ?? "Try again later; if it stays so, tell those who publish the release.")
    }
}

import Foundation
package import Model

/// Where the files of a release site are. A site is a root address with `latest/download/`, `download/vX.Y.Z/` and
/// `channels/NAME/` below it, as GitHub's `…/releases` has the first two.
package struct ReleaseLocation: Sendable, Hashable {
    package let root: String

    /// - Parameter root: an address that `ReleaseAddress` allows.
    /// - Throws: `.invalid` for any other.
    package init(root: String) throws(CcmuxError) {
        guard ReleaseAddress.isAllowed(root) else {
            throw CcmuxError(
                .invalid, "'\(root.prefix(200))' is not an address that releases may come from.",
                advice: "It must be https://…; file:///… and http:// on this machine are for trying things.")
        }
        var text = root
        while text.hasSuffix("/"), text != "file:///" { text.removeLast() }
        self.root = text
    }

    /// The manifest of a version, or of the newest one of a channel.
    package func manifest(version: ReleaseVersion?, channel: String) -> String {
        if let version { return "\(root)/download/v\(version)/release.json" }
        return channel == "stable" ? "\(root)/latest/download/release.json" : "\(root)/channels/\(channel)/release.json"
    }

    /// The address of a bundle whose `url` a manifest at `base` gives.
    ///
    /// - Throws: `.refused` where it leads to another scheme, or to another machine from this one.
    package static func resolve(_ url: String, base: String) throws(CcmuxError) -> String {
        guard let baseURL = URL(string: base), let resolved = URL(string: url, relativeTo: baseURL) else {
            throw CcmuxError(.refused, "The release's bundle has an address that cannot be read.")
        }
        let text = resolved.absoluteURL.standardized.absoluteString
        guard mayLead(from: base, to: text) else { throw wrongWay(from: base, to: text) }
        return text
    }

    /// Whether one address may lead to another: https to https alone, a file to a file or to https.
    package static func mayLead(from: String, to: String) -> Bool {
        guard ReleaseAddress.isAllowed(to) else { return false }
        if to.hasPrefix("https://") { return true }
        return scheme(from) == scheme(to)
    }

    private static func scheme(_ address: String) -> Substring { address.prefix { $0 != ":" } }

    static func wrongWay(from: String, to: String) -> CcmuxError {
        CcmuxError(
            .refused, "\(from.prefix(200)) leads to \(to.prefix(200)), where no release may come from.",
            advice: "Nothing was changed. An https address may lead to https addresses only.")
    }
}

import Crypto
import Foundation

/// The Ed25519 public keys (RFC 8032) whose signature on a release is believed.
package struct ReleaseKeys: Sendable, Hashable {
    private var trusted: [[UInt8]] = []

    /// Keys of 32 bytes, in hexadecimal. What is no key is left out: it would be the key of nothing.
    package init(_ hex: [String]) {
        for text in hex { if let key = Self.key(text), !trusted.contains(key) { trusted.append(key) } }
    }

    package var isEmpty: Bool { trusted.isEmpty }

    /// In lowercase hexadecimal, in the order in which they were given.
    package var hex: [String] { trusted.map { HexText.of($0) } }

    /// The pinned keys, or for tests those of `override` (`CCMUX_RELEASE_KEYS`: hexadecimal, separated by blanks or
    /// commas) where the release comes from this machine itself. Nobody's environment decides what is believed of
    /// another machine.
    package static func choose(releaseURL: String, override: String?) -> ReleaseKeys {
        guard let override, isLocal(releaseURL) else { return .pinned }
        return ReleaseKeys(override.split { $0 == " " || $0 == "," || $0 == "\n" }.map(String.init))
    }

    /// Whether `url` is `file://` or `http://` on loopback.
    package static func isLocal(_ url: String) -> Bool {
        if url.hasPrefix("file:///") { return true }
        guard url.hasPrefix("http://") else { return false }
        let authority = url.dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        for host in ["127.0.0.1", "[::1]", "localhost"] where authority.hasPrefix(host) {
            let rest = authority.dropFirst(host.count)
            if rest.isEmpty { return true }
            if rest.first == ":", rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        }
        return false
    }

    /// Whether one of these keys made `signature` (64 bytes) over `bytes`.
    func verify(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        trusted.contains { Self.verify(signature, over: bytes, by: $0) }
    }

    /// Whether `key` is one of these and made `signature` over `bytes`.
    func verify(_ signature: [UInt8], over bytes: [UInt8], by key: [UInt8]) -> Bool {
        contains(key) && Self.verify(signature, over: bytes, by: key)
    }

    func contains(_ key: [UInt8]) -> Bool { trusted.contains(key) }

    /// These keys and `key`, where `signature` shows that one of these vouches for it: it is over `ccmux key HEX`.
    func adding(_ key: [UInt8], signature: [UInt8]) -> ReleaseKeys {
        guard key.count == 32, !contains(key), verify(signature, over: Array("ccmux key \(HexText.of(key))".utf8))
        else {
            return self
        }
        var keys = self
        keys.trusted.append(key)
        return keys
    }

    private static func key(_ hex: String) -> [UInt8]? {
        guard let bytes = HexText.bytes(hex), bytes.count == 32 else { return nil }
        return bytes
    }

    private static func verify(_ signature: [UInt8], over bytes: [UInt8], by key: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else {
            return false
        }
        return key.isValidSignature(signature, for: bytes)
    }
}

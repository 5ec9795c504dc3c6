import Crypto
import Foundation

@testable import Updates

/// A key made of a number, so that what fails today fails tomorrow.
struct SigningKey {
    private let key: Curve25519.Signing.PrivateKey

    init(_ number: UInt8) throws {
        key = try .init(rawRepresentation: [UInt8](repeating: number, count: 32))
    }

    var hex: String { HexText.of(key.publicKey.rawRepresentation) }
    var keys: ReleaseKeys { ReleaseKeys([hex]) }

    func sign(_ text: String) throws -> String { HexText.of(try key.signature(for: Data(text.utf8))) }

    /// How this key vouches for `other`.
    func rotation(_ other: SigningKey) throws -> String {
        #"{"key":"\#(other.hex)","signature":"\#(try sign("ccmux key \(other.hex)"))"}"#
    }

    /// `content` with its signature in its place, before `"version"`, and a newline.
    func signed(_ content: String) throws -> [UInt8] {
        Manifest.placed(#""signature":{"key":"\#(hex)","value":"\#(try sign(content))"},"#, in: content)
    }
}

/// A manifest's text without its signature; each part can be another.
struct Manifest {
    var channel = #""stable""#
    var date = #""2026-11-22""#
    var keys = "[]"
    var minimum = #""0.1.0""#
    var notes = #""What is \"new\": a – dash\n\tand \\ more\u001f""#
    var platforms = "{\(Self.platform("linux-x86_64")),\(Self.platform("macos-arm64"))}"
    var schema = "1"
    var version = #""0.2.0""#

    static let hash = String(repeating: "0a", count: 32)

    static func platform(_ name: String, hash: String = hash, size: String = "123", url: String? = nil) -> String {
        let url = url ?? "../../download/v0.2.0/ccmux-0.2.0-\(name).tar.gz"
        return #""\#(name)":{"sha256":"\#(hash)","size":\#(size),"url":"\#(url)"}"#
    }

    var text: String {
        #"{"channel":\#(channel),"date":\#(date),"keys":\#(keys),"minimum":\#(minimum),"notes":\#(notes),"#
            + #""platforms":\#(platforms),"schema":\#(schema),"version":\#(version)}"#
    }

    static func placed(_ signature: String, in content: String) -> [UInt8] {
        var bytes = Array(content.utf8)
        let last = content.utf8.count - Array(content.utf8).reversed().firstPlace(of: #""version""#)
        bytes.insert(contentsOf: signature.utf8, at: last)
        return bytes + [UInt8(ascii: "\n")]
    }
}

extension ReversedCollection<[UInt8]> {
    /// How far from the end `text` begins for the last time; 1, before the last brace, where it is nowhere.
    fileprivate func firstPlace(of text: String) -> Int {
        let bytes = Array(self)
        let wanted = Array(text.utf8.reversed())
        guard bytes.count >= wanted.count else { return 0 }
        for place in 0...bytes.count - wanted.count where bytes[place..<place + wanted.count].elementsEqual(wanted) {
            return place + wanted.count
        }
        return 1
    }
}

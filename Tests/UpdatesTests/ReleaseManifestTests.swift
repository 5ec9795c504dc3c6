import Foundation
import Model
import Testing

@testable import Updates

@Suite struct ReleaseManifestTests {
    @Test(arguments: ManifestCase.all)
    func `a manifest is believed or refused`(example: ManifestCase) throws {
        let keys = try SigningKey(1).keys
        do {
            _ = try ReleaseManifest.verified(example.bytes, keys: keys)
            #expect(example.isBelieved)
        } catch {
            #expect(!example.isBelieved, "\(error.message)")
            #expect(error.code == .refused)
            #expect(error.message.hasPrefix("The release's manifest "))
        }
    }

    @Test func `all that a manifest says is read`() throws {
        let key = try SigningKey(1)
        let manifest = try ReleaseManifest.verified(try key.signed(Manifest().text), keys: key.keys)
        let asset = { (name: String) in
            ReleaseAsset(url: "../../download/v0.2.0/ccmux-0.2.0-\(name).tar.gz", size: 123, sha256: Manifest.hash)
        }
        let version = try #require(ReleaseVersion("0.2.0"))
        let minimum = try #require(ReleaseVersion("0.1.0"))
        #expect(
            manifest
                == ReleaseManifest(
                    schema: 1, version: version, channel: "stable", date: "2026-11-22",
                    notes: "What is \"new\": a – dash\n\tand \\ more\u{1f}", minimum: minimum,
                    platforms: ["linux-x86_64": asset("linux-x86_64"), "macos-arm64": asset("macos-arm64")]))
    }

    @Test func `members of a later version are no reason to refuse it`() throws {
        let key = try SigningKey(1)
        let text = Manifest().text.replacing(#","version""#, with: #","severity":true,"version""#)
            .replacing(#","size":123"#, with: #","signed":[1,{"a":null}],"size":123"#)
        #expect(try ReleaseManifest.verified(try key.signed(text), keys: key.keys).platforms.count == 2)
    }

    @Test func `a later format is told from damage`() throws {
        let key = try SigningKey(1)
        let bytes = try key.signed(Manifest(schema: "2").text)
        let error = #expect(throws: CcmuxError.self) { try ReleaseManifest.verified(bytes, keys: key.keys) }
        #expect(error?.advice == "Install the new version with its install.sh.")
    }

    @Test func `no byte of a signed manifest can be another`() throws {
        let key = try SigningKey(1)
        let good = try key.signed(Manifest(keys: "[\(try key.rotation(try SigningKey(2)))]").text)
        var random = SystemRandomNumberGenerator()
        for place in good.indices {
            var bad = good
            bad[place] = bad[place] ^ UInt8(1 << Int.random(in: 0..<8, using: &random))
            #expect(throws: CcmuxError.self, "byte \(place)") { try ReleaseManifest.verified(bad, keys: key.keys) }
        }
    }

    @Test func `what is cut, doubled and put together by chance is refused, and nothing traps`() throws {
        let key = try SigningKey(1)
        let empty = try key.signed("{}")
        let good = ManifestCase.all.filter(\.isBelieved).map(\.bytes) + [empty, Array("{}\n".utf8)]
        let whole = Set(good)
        let pieces = [#""signature":{"#, "\"", "\\", "{", "}", "[", "]", ",", "\n", "\\u0000", "é", ":", "0"].map {
            Array($0.utf8)
        }
        for _ in 0..<3000 {
            guard var bytes = good.randomElement() else { return }
            for _ in 0..<Int.random(in: 1...3) {
                let from = Int.random(in: 0...bytes.count)
                let to = min(bytes.count, from + Int.random(in: 0...40))
                let part = Array(bytes[from..<to])
                switch Int.random(in: 0..<4) {
                case 0: bytes.removeSubrange(from..<to)
                case 1: bytes.insert(contentsOf: part, at: Int.random(in: 0...bytes.count))
                case 2: bytes.insert(contentsOf: pieces.randomElement() ?? [], at: from)
                default: bytes.insert(UInt8.random(in: 0...255), at: from)
                }
            }
            if whole.contains(bytes) { continue }
            #expect(throws: CcmuxError.self, "\(String(decoding: bytes, as: UTF8.self))") {
                try ReleaseManifest.verified(bytes, keys: key.keys)
            }
        }
    }
}

import Testing

@testable import Updates

/// A manifest, and whether it is believed where the key of `SigningKey(1)` is. The program and the installer's shell
/// functions are both held to it.
struct ManifestCase: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var isBelieved: Bool

    var testDescription: String { name }

    static let all: [ManifestCase] =
        believed.map { .init(name: $0.0, bytes: $0.1, isBelieved: true) }
        + refused.map { .init(name: $0.0, bytes: $0.1, isBelieved: false) }

    private static let believed: [(String, [UInt8])] = collect { cases in
        let (key, next, last) = (try SigningKey(1), try SigningKey(2), try SigningKey(3))
        cases.append(("a plain one", try key.signed(Manifest().text)))
        cases.append(("no notes", try key.signed(Manifest(notes: "\"\"").text)))
        cases.append(("a version before its release", try key.signed(Manifest(version: #""1.0.0-rc.1""#).text)))
        let absolute = "{\(Manifest.platform("linux-x86_64", url: "https://get.example:8443/a/b.tar.gz"))}"
        cases.append(("an absolute url", try key.signed(Manifest(platforms: absolute).text)))
        let quoting = #""a \"signature\":{\"key\":\"x\"}, and ,\"version\":\"9.9.9\"}""#
        cases.append(("notes that quote a signature", try key.signed(Manifest(notes: quoting).text)))
        let rotated = Manifest(keys: "[\(try key.rotation(next))]").text
        cases.append(("a key that was replaced, signed by the old one", try key.signed(rotated)))
        cases.append(("a key that was replaced, signed by the new one", try next.signed(rotated)))
        let twice = Manifest(keys: "[\(try key.rotation(next)),\(try next.rotation(last))]").text
        cases.append(("a key that was replaced twice", try last.signed(twice)))
        let older = Manifest(keys: "[\(try next.rotation(last)),\(try last.rotation(key))]").text
        cases.append(("rotations of keys that are no longer known", try key.signed(older)))
    }

    private static let refused: [(String, [UInt8])] = collect { cases in
        let (key, next, last) = (try SigningKey(1), try SigningKey(2), try SigningKey(3))
        let plain = Manifest().text
        let good = try key.signed(plain)
        func append(_ name: String, _ text: String) throws { cases.append((name, try key.signed(text))) }

        cases.append(("nothing", []))
        cases.append(("a newline", [0x0a]))
        cases.append(("unsigned", Array(plain.utf8) + [0x0a]))
        cases.append(("signed by a stranger", try next.signed(plain)))
        cases.append(("no newline", Array(good.dropLast())))
        cases.append(("two newlines", good + [0x0a]))
        cases.append(("cut off in the middle", Array(good.prefix(good.count / 2)) + [0x0a]))
        cases.append(("an altered byte", good.map { $0 == UInt8(ascii: "7") ? UInt8(ascii: "8") : $0 }))
        cases.append(("more behind it", Array(good.dropLast()) + Array("{}\n".utf8)))
        cases.append(("a byte order mark", [0xef, 0xbb, 0xbf] + good))
        cases.append(("a NUL in it", Array(good.prefix(20)) + [0] + Array(good.dropFirst(20))))
        cases.append(("carriage returns", Array(good.dropLast()) + [0x0d, 0x0a]))

        let value = try key.sign(plain)
        func with(_ signature: String) -> [UInt8] { Manifest.placed(signature, in: plain) }
        let member = #""signature":{"key":"\#(key.hex)","value":"\#(value)"},"#
        cases.append(("two signatures", with(member + member)))
        let stranger = #""signature":{"key":"\#(next.hex)","value":"\#(try next.sign(plain))"},"#
        cases.append(("a stranger's signature and then a good one", with(stranger + member)))
        cases.append(("a good signature and then a stranger's", with(member + stranger)))
        cases.append(("a signature in front", Array(("{" + member + plain.dropFirst() + "\n").utf8)))
        cases.append(
            (
                "the signature's members the other way round",
                with(#""signature":{"value":"\#(value)","key":"\#(key.hex)"},"#)
            ))
        cases.append(
            (
                "a signature with more in it",
                with(#""signature":{"key":"\#(key.hex)","more":1,"value":"\#(value)"},"#)
            ))
        cases.append(
            (
                "a signature in capitals",
                with(#""signature":{"key":"\#(key.hex)","value":"\#(value.uppercased())"},"#)
            ))
        cases.append(
            (
                "a short signature",
                with(#""signature":{"key":"\#(key.hex)","value":"\#(value.dropLast(2))"},"#)
            ))
        cases.append(("an empty signature", with(#""signature":{"key":"","value":""},"#)))
        cases.append(("a signature that is a text", with(#""signature":"\#(value)","#)))
        let zeros = String(repeating: "0", count: 128)
        cases.append(("a signature of zeros", with(#""signature":{"key":"\#(key.hex)","value":"\#(zeros)"},"#)))
        cases.append(
            (
                "a key of zeros",
                with(#""signature":{"key":"\#(zeros.prefix(64))","value":"\#(zeros)"},"#)
            ))
        let inside = plain.replacing(#"\u001f"#, with: member)
        cases.append(("a signature inside a text", Array((inside + "\n").utf8)))

        let own = Manifest(keys: "[\(try next.rotation(next))]").text
        cases.append(("a key that vouches for itself", try next.signed(own)))
        let foreign = Manifest(keys: "[\(try last.rotation(next))]").text
        cases.append(("a key that a stranger vouches for", try next.signed(foreign)))
        let other = try key.rotation(last).replacing(last.hex, with: next.hex)
        cases.append(("a signature for another key", try next.signed(Manifest(keys: "[\(other)]").text)))
        let backwards = Manifest(keys: "[\(try next.rotation(last)),\(try key.rotation(next))]").text
        cases.append(("rotations in the wrong order", try last.signed(backwards)))
        let plainKey = try key.rotation(next).replacing(
            try key.sign("ccmux key \(next.hex)"), with: try key.sign(next.hex))
        cases.append(("a signature over the bare key", try next.signed(Manifest(keys: "[\(plainKey)]").text)))

        try append("duplicate members", plain.replacing(#","version":"#, with: #","version":"9.9.9","version":"#))
        try append(
            "members that are not sorted",
            plain.replacing(
                #"{"channel":"stable","date":"2026-11-22","#,
                with: #"{"date":"2026-11-22","channel":"stable","#))
        try append("blanks", plain.replacing(#","schema""#, with: #", "schema""#))
        try append("an array", "[" + plain + "]")
        for number in ["0", "2", "01", "-1", "1.0", "1e0", #""1""#, "true", "null", "99999999999999999999"] {
            try append("schema \(number)", Manifest(schema: number).text)
        }
        for text in [
            "1", "[]", "{}", "null", #""""#, #""1""#, #""1.2""#, #""1.2.3.4""#, #""v1.2.3""#, #""01.2.3""#,
            #""1.2.-3""#, #""1.2.3-""#, #""1.2.3 ""#, #""../../x""#, #""1.2.3/..""#, #""1.2.3+build""#,
            #""9999999999.0.0""#,
        ] {
            try append("version \(text)", Manifest(version: text).text)
            try append("minimum \(text)", Manifest(minimum: text).text)
        }
        for text in ["1", #""""#, #""Stable""#, #""a/b""#, #""..""#] {
            try append("channel \(text)", Manifest(channel: text).text)
        }
        for text in [#""2026""#, #""2026-11-2x""#, #""2026-11-22T00:00""#, "20261122"] {
            try append("date \(text)", Manifest(date: text).text)
        }
        for text in [#""\u0041""#, #""\/""#, #""\uD800""#, #""\x""#, "\"a\tb\"", "[]"] {
            try append("notes \(text)", Manifest(notes: text).text)
        }
        for text in ["{}", "[{}]", #"[{"key":"00","signature":"00"}]"#, "null", "[1]"] {
            try append("keys \(text)", Manifest(keys: text).text)
        }
        for text in ["{}", "[]", "null", #"{"linux-x86_64":null}"#, #"{"linux-x86_64":{}}"#] {
            try append("platforms \(text)", Manifest(platforms: text).text)
        }
        for name in ["signature", "linux", "linux-x86-64", "Linux-x86_64", "-", "linux-", "../a-b"] {
            try append("platform \(name)", Manifest(platforms: "{\(Manifest.platform(name, url: "a"))}").text)
        }
        for hash in ["", String(Manifest.hash.dropLast()), Manifest.hash + "0", Manifest.hash.uppercased()] {
            try append("hash '\(hash)'", Manifest(platforms: "{\(Manifest.platform("a-b", hash: hash))}").text)
        }
        for size in ["0", "-1", "1.5", "\"1\"", "01", "99999999999999"] {
            try append("size \(size)", Manifest(platforms: "{\(Manifest.platform("a-b", size: size))}").text)
        }
        for url in [
            "", "/etc/passwd", "//host/file", "http://host/file", "file:///etc/passwd", "ftp://host/x", "a b",
            "a?b", "a#b", "a%2fb", "user@host:x", "https://", "https:///x", "https://u@h/x", "a/..", "..", "a/",
            #"a\\b"#, #"a\"b"#, "ä", "javascript:x",
        ] {
            try append("url '\(url)'", Manifest(platforms: "{\(Manifest.platform("a-b", url: url))}").text)
        }
        let much = String(repeating: "x", count: 300_000)
        try append("more than 256 KiB", Manifest(notes: "\"\(much)\"").text)
        let deep = String(repeating: "[", count: 60_000) + String(repeating: "]", count: 60_000)
        try append("nested deeply", Manifest(keys: deep).text)
        cases.append(("brackets that never end", [UInt8](repeating: UInt8(ascii: "["), count: 200_000) + [0x0a]))
    }

    private static func collect(_ body: (inout [(String, [UInt8])]) throws -> Void) -> [(String, [UInt8])] {
        var cases: [(String, [UInt8])] = []
        do { try body(&cases) } catch { Issue.record(error) }
        return cases
    }
}

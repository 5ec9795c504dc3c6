import ArgumentParser
import Client
import Model

/// `--json`, which every command has.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false

    /// Prints `value` as JSON, or `text` where JSON is not asked for.
    func print(_ value: some Encodable, text: () throws(CcmuxError) -> [String]) throws(CcmuxError) {
        if json {
            try StandardStreams.write(try JSONCoding.bytes(value) + [UInt8(ascii: "\n")])
        } else {
            try StandardStreams.write(lines: try text())
        }
    }
}

/// The answer of commands that have nothing to tell: `{"ok":true}`.
struct Done: Encodable {
    var ok = true
}

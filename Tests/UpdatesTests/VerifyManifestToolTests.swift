import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Updates

/// The tools in `release/`, which sign and verify with openssl, against the same cases.
@Suite struct VerifyManifestToolTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let openssl: Bool = ["/usr/bin/openssl", "/opt/homebrew/opt/openssl@3/bin/openssl"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private static func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8).components(separatedBy: "\n")
    }

    @Test func `the installer has the pinned keys and the functions of verify-manifest`() throws {
        let installer = try Self.lines(of: "install.sh")
        let keys = ReleaseKeys.pinned.hex.joined(separator: " ")
        #expect(installer.contains("readonly RELEASE_KEYS=\"\(keys)\""))
        let functions = { (lines: [String]) in
            lines.drop { !$0.hasPrefix("# manifest-functions begin") }.prefix { $0 != "# manifest-functions end" }
        }
        let own = functions(try Self.lines(of: "release/verify-manifest"))
        #expect(own.count > 100)
        #expect(functions(installer).elementsEqual(own))
    }

    private func run(_ tool: String, _ words: [String]) async throws -> (status: Bool, output: String) {
        let record = try await Subprocess.run(
            .path(FilePath("\(Self.root)/release/\(tool)")), arguments: .init(words),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (record.terminationStatus.isSuccess, record.standardOutput + record.standardError)
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "ccmux-release-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test(.enabled(if: openssl, "openssl is missing"))
    func `the shell believes and refuses what the program does`() async throws {
        let key = try SigningKey(1).hex
        try await inFolder { folder in
            for (number, example) in ManifestCase.all.enumerated() {
                let path = "\(folder)/\(number).json"
                try Data(example.bytes).write(to: URL(filePath: path))
                let result = try await run("verify-manifest", ["--keys", key, path])
                #expect(result.status == example.isBelieved, "\(example.name): \(result.output)")
            }
        }
    }

    @Test(.enabled(if: openssl, "openssl is missing"))
    func `what the tools sign is believed, by a replaced key too`() async throws {
        try await inFolder { folder in
            let old = try await run("keygen", ["\(folder)/old"])
            let hex = old.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let made = try await run("keygen", ["--rotate", "\(folder)/old", "\(folder)/new"])
            try Data(made.output.utf8).write(to: URL(filePath: "\(folder)/rotations"))
            try Data("one \"two\" \\ three\nfour\tä\n".utf8).write(to: URL(filePath: "\(folder)/notes"))
            let bundle = "\(folder)/ccmux-1.2.3-linux-x86_64.tar.gz"
            try Data(repeating: 7, count: 99).write(to: URL(filePath: bundle))
            for key in ["old", "new"] {
                let text = try await run(
                    "manifest",
                    [
                        "--key", "\(folder)/\(key)", "--version", "1.2.3", "--notes", "\(folder)/notes", "--rotations",
                        "\(folder)/rotations", bundle,
                    ])
                let manifest = try ReleaseManifest.verified(Array(text.output.utf8), keys: ReleaseKeys([hex]))
                #expect(manifest.version.description == "1.2.3")
                #expect(manifest.notes == "one \"two\" \\ three\nfour\tä")
                #expect(manifest.platforms["linux-x86_64"]?.size == 99)
            }
        }
    }
}

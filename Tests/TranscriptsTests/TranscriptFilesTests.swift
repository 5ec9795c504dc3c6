import Foundation
import Model
import TestSupport
import Testing

@testable import Transcripts

@Suite struct TranscriptFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func found(_ roots: String...) -> (names: [String], problems: [String]) {
        let all = TranscriptFiles.all(roots.map { TranscriptRoot(path: folder / $0, format: .claude) })
        return (
            all.files.map { String($0.path.dropFirst(folder.path.utf8.count + 1)) }.sorted(),
            all.problems.map(\.message)
        )
    }

    @Test func `Transcripts at every depth are found, and nothing else`() throws {
        for name in ["r/a.jsonl", "r/p/b.jsonl", "r/p/u/subagents/workflows/w/agent-c.jsonl"] {
            try folder.write(name, "{}\n")
        }
        for name in ["r/.jsonl", "r/p/b.json", "r/b.jsonl.tmp", "b.jsonl", "r/p/x"] { try folder.write(name, "{}\n") }
        try folder.folder("r/folder.jsonl/inner")
        #expect(mkfifo(folder / "r/pipe.jsonl", 0o600) == 0)
        let (names, problems) = found("r")
        #expect(names == ["r/.jsonl", "r/a.jsonl", "r/p/b.jsonl", "r/p/u/subagents/workflows/w/agent-c.jsonl"])
        #expect(problems == [])
    }

    @Test func `Links below a root are not followed, loops neither; the root may be one`() throws {
        try folder.write("r/p/a.jsonl", "{}\n")
        try folder.write("elsewhere/b.jsonl", "{}\n")
        try folder.link("r/p/loop", to: "..")
        try folder.link("r/self", to: "self")
        try folder.link("r/p/elsewhere", to: folder / "elsewhere")
        try folder.link("r/p/b.jsonl", to: folder / "elsewhere/b.jsonl")
        try folder.link("link", to: "r")
        #expect(found("r").names == ["r/p/a.jsonl"])
        #expect(found("link").names == ["link/p/a.jsonl"])
        #expect(found("r", "link", "r/p").names == ["r/p/a.jsonl"])
        #expect(found("r").problems == [])
    }

    @Test func `A root that is not there is no problem, one that is no folder is told`() throws {
        try folder.write("file", "")
        try folder.link("circle", to: "circle")
        try folder.write("r/a.jsonl", "{}\n")
        #expect(found("nowhere").problems == [])
        let (names, problems) = found("file", "circle", "file/below", "r")
        #expect(names == ["r/a.jsonl"])
        #expect(problems.count == 3 && problems.allSatisfy { $0.hasPrefix("Cannot look into ") })
    }

    @Test(.enabled(if: getuid() != 0, "root may look into every folder"))
    func `A folder that may not be read is told, the others are looked into`() throws {
        try folder.write("r/closed/a.jsonl", "{}\n")
        try folder.write("r/open/b.jsonl", "{}\n")
        try folder.write("r/blind/c.jsonl", "{}\n")
        #expect(chmod(folder / "r/closed", 0) == 0 && chmod(folder / "r/blind", 0o400) == 0)
        defer { for name in ["r/closed", "r/blind"] { chmod(folder / name, 0o700) } }
        let (names, problems) = found("r")
        #expect(names == ["r/open/b.jsonl"])
        #expect(problems == ["Cannot look into \(folder / "r/closed"): Permission denied."])
    }

    @Test func `Folders deeper than agents make them are left alone`() throws {
        let deep = (0...TranscriptWalk.depth).map(String.init)
        try folder.write("r/" + deep.dropLast().joined(separator: "/") + "/a.jsonl", "{}\n")
        try folder.write("r/" + deep.joined(separator: "/") + "/b.jsonl", "{}\n")
        #expect(found("r").names == ["r/0/1/2/3/4/5/6/7/a.jsonl"])
    }

    @Test func `More files than anybody has are cut off, and it is said`() throws {
        for number in 0..<20 { try folder.write("r/\(number)/a.jsonl", "{}\n") }
        var walk = TranscriptWalk(fileLimit: 10)
        walk.take(TranscriptRoot(path: folder / "r", format: .claude))
        #expect(walk.files.count == 10)
        #expect(walk.problems.count == 1 && walk.problems[0].message.hasPrefix("There are more than 10 transcripts"))
    }

    @Test func `A name that is no UTF-8 is left out`() throws {
        try folder.write("r/a.jsonl", "{}\n")
        var bytes = Array((folder / "r/").utf8CString.dropLast())
        bytes += [CChar(bitPattern: 0xFF), CChar(bitPattern: 0xFE)] + Array(".jsonl".utf8CString)
        let file = open(bytes, O_CREAT | O_WRONLY, 0o600)
        // Not every file system takes such a name.
        if file >= 0 { close(file) }
        #expect(found("r").names == ["r/a.jsonl"])
    }

    /// Trees of folders, files, links and pipes at random, against what was put there.
    @Test func `Whatever lies below a root, the walk finds the transcripts in it`() throws {
        var random = SplitMix64(seed: Fuzz.seed ?? 8)
        for round in 0..<max(10, Fuzz.count / 50) {
            let root = "\(round)"
            try folder.folder(root)
            var folders = [root]
            var expected: Set<String> = []
            for number in 0..<Int.random(in: 1...25, using: &random) {
                let parent = folders.randomElement(using: &random) ?? root
                let isTranscript = Bool.random(using: &random)
                let name = "\(parent)/\(number)" + (isTranscript ? ".jsonl" : "")
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    try folder.folder(name)
                    if name.split(separator: "/").count <= TranscriptWalk.depth + 1 { folders.append(name) }
                case 2, 3:
                    try folder.write(name, "{}\n")
                    if isTranscript { expected.insert(name) }
                case 4: try folder.link(name, to: folder / (folders.randomElement(using: &random) ?? root))
                default: mkfifo(folder / name, 0o600)
                }
            }
            let (names, problems) = found(root)
            #expect(names == expected.sorted() && problems == [], "\(round)")
            try FileManager.default.removeItem(atPath: folder / root)
        }
    }
}

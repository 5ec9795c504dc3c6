import Foundation
import Model
import Platform
import Runner
import TestSupport
import Testing

@Suite struct ConversationEvidenceTests {
    let folder: TemporaryFolder
    let evidence: ConversationEvidence
    let conversation: ConversationID

    init() throws {
        folder = try TemporaryFolder()
        conversation = try Samples.conversation()
        evidence = Samples.evidence(folder / "projects/-work/\(LaunchFile.placeholder).jsonl")
        try Files.makeFolder(folder / "projects/-work")
    }

    private var file: String { folder / "projects/-work/\(Samples.uuid).jsonl" }

    private func write(_ text: String) throws {
        try Files.replace(file, with: Array(text.utf8), durable: false)
    }

    @Test func `no file is a missing conversation, an empty one a stub, a record a conversation`() throws {
        #expect(evidence.path(of: conversation) == file)
        #expect(evidence.presence(of: conversation) == .missing)
        try write("")
        #expect(evidence.presence(of: conversation) == .stub)
        try write(LineScanTests.header + "\n")
        #expect(evidence.presence(of: conversation) == .stub)
        try write(LineScanTests.header + "\n" + LineScanTests.user)
        #expect(evidence.presence(of: conversation) == .present)
    }

    @Test func `a line of 20 MB does not hide the record behind it`() throws {
        let long = "{\"type\":\"attachment\",\"data\":\"" + String(repeating: "A", count: 20 << 20) + "\"}\n"
        try write(long)
        #expect(evidence.presence(of: conversation) == .stub)
        try write(long + LineScanTests.user + "\n")
        #expect(evidence.presence(of: conversation) == .present)
    }

    @Test func `what cannot be read is no stub and not missing`() throws {
        try Files.makeFolder(file)
        #expect(evidence.presence(of: conversation) == .present)
        rmdir(file)
        symlink(file, file)
        #expect(evidence.presence(of: conversation) == .present)
    }

    @Test func `a stub is set aside, and no agent reads the name that it gets`() throws {
        try write(LineScanTests.header)
        try evidence.setAsideStub(of: conversation)
        #expect(evidence.presence(of: conversation) == .missing)
        let names = Files.names(in: folder / "projects/-work")
        #expect(names.count == 1)
        #expect(names.allSatisfy { $0.hasPrefix("\(Samples.uuid).jsonl.empty-") })
        try evidence.setAsideStub(of: conversation)
    }

    @Test func `a conversation is found in the folders of other projects`() throws {
        #expect(evidence.elsewhere(conversation) == [])
        try write(LineScanTests.user)
        for name in ["b", "a", "empty"] { try Files.makeFolder(folder / "projects/\(name)") }
        for name in ["b", "a"] { try Files.replace(folder / "projects/\(name)/\(Samples.uuid).jsonl", with: []) }
        try Files.replace(folder / "projects/a/\(Samples.otherUUID).jsonl", with: [])
        #expect(
            evidence.elsewhere(conversation)
                == ["a", "b"].map { folder / "projects/\($0)/\(Samples.uuid).jsonl" })
    }
}

import Model
import Platform
import Runner
import TestSupport
import Testing

enum Samples {
    static let uuid = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    static let otherUUID = "0f14d0ab-9605-4a62-a9e4-5ed26688389b"

    static func session() throws -> SessionID { try #require(SessionID("0123456789ab")) }
    static func conversation() throws -> ConversationID { try #require(ConversationID(uuid)) }
    static func otherConversation() throws -> ConversationID { try #require(ConversationID(otherUUID)) }

    /// What counts as a conversation's line in the tests.
    static func evidence(_ path: String) -> ConversationEvidence {
        ConversationEvidence(
            path: path, anyOf: [#""type":"user""#, #""type":"assistant""#], noneOf: [#""isSidechain":true"#])
    }

    static func launch(
        directory: String = "/", conversation: ConversationID? = nil, conversed: Bool = false,
        begin: [String] = ["/bin/true", "--session-id", LaunchFile.placeholder],
        resume: [String] = ["/bin/true", "--resume", LaunchFile.placeholder], evidence: ConversationEvidence? = nil,
        blocked: String? = nil, lost: String? = nil
    ) throws -> LaunchFile {
        LaunchFile(
            session: try session(), name: try #require(SessionName("api")), agent: "demo",
            settings: SessionSettings(directory: directory), environment: ["PATH": "/usr/bin:/bin"],
            conversation: conversation, conversed: conversed, begin: begin, resume: resume, evidence: evidence,
            discovery: nil, stopGrace: 2, blocked: blocked, lost: lost)
    }

    static func report(_ sequence: Int64?, _ content: Report.Content = .ended) throws -> Report {
        Report(
            session: try session(), nonce: "n", sequence: sequence, at: Timestamp(milliseconds: 1000), content: content)
    }

    /// A home with its folders.
    static func home(in folder: TemporaryFolder) throws -> HomeLayout {
        let home = HomeLayout(root: folder / "home")
        for path in home.folders { try Files.makeFolder(path) }
        return home
    }
}

import Foundation
import Model
import Testing

@Suite struct IdentifierTests {
    @Test func `random ids are valid and differ`() {
        let ids = (0..<1000).map { _ in SessionID.random().text }
        #expect(Set(ids).count == 1000)
        #expect(ids.allSatisfy { SessionID($0) != nil })
        let uuids = (0..<1000).map { _ in ConversationID.random().text }
        #expect(Set(uuids).count == 1000)
        #expect(uuids.allSatisfy { ConversationID($0)?.text == $0 && UUID(uuidString: $0) != nil })
        #expect(uuids.allSatisfy { Array($0)[14] == "4" && "89ab".contains(Array($0)[19]) })
    }

    @Test(arguments: ["", "abc", "0123456789abc", "0123456789AB", "01234567890i", "../../../etc", "0123456789é"])
    func `what is no session id is refused`(text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test func `a uuid is kept in lower case, since agents tell the cases apart`() {
        #expect(
            ConversationID("6F9619FF-8B86-4D01-B42D-00CF4FC964FF")?.text == "6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
    }

    @Test(arguments: [
        "", "6f9619ff8b864d01b42d00cf4fc964ff", "6f9619ff-8b86-4d01-b42d-00cf4fc964f", "{conversation}",
        "6f9619ff-8b86-4d01-b42d-00cf4fc964fg", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff ", "--------",
        "6f9619ff-8b86-4d01-b42d-0/../../../x", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff-",
    ])
    func `what is no uuid is refused`(text: String) {
        #expect(ConversationID(text) == nil)
    }
}

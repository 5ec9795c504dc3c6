import Foundation
import Model
import Testing

@Suite struct WireFormatTests {
    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test(arguments: [
        "null", "true", "0", "-9223372036854775808", "9223372036854775807", "1.5", #""""#, #""a\nb""#, "[]", "{}",
        #"{"a":[1,{"b":null}],"c":false}"#,
    ])
    func `any JSON value comes out as it went in`(text: String) throws {
        let value = try JSONDecoder().decode([JSONValue].self, from: Data("[\(text)]".utf8))
        #expect(try encoded(value) == "[\(text)]")
    }

    @Test func `a number is no truth value and a large one no failure`() throws {
        let values = try JSONDecoder().decode([JSONValue].self, from: Data("[1,0,1e300,18446744073709551616]".utf8))
        #expect(values == [1, 0, .number(1e300), .number(18_446_744_073_709_551_616)])
    }

    @Test func `values are reached by key, and nil where there is none`() {
        let value: JSONValue = .object(["a": "text", "n": 5])
        #expect(value["a"]?.string == "text")
        #expect(value["n"]?.integer == 5)
        #expect(value["a"]?.integer == nil)
        #expect(value["b"] == nil)
        #expect(JSONValue.null["a"] == nil)
    }

    @Test func `a session's view has every key, null where nothing is known`() throws {
        let view = SessionView(
            id: try #require(SessionID("0123456789ab")), name: try #require(SessionName("api")), agent: "demo",
            dir: "/w",
            uuid: nil, group: nil, wanted: .stopped, process: .stopped, since: nil, pid: nil,
            pane: nil, restarts: 0, uptimeSeconds: nil, status: AgentStatus(.stopped), pending: [],
            created: Timestamp(milliseconds: 0))
        #expect(
            try encoded(view)
                == #"{"agent":"demo","background":false,"context":null,"created":"1970-01-01T00:00:00.000Z","detail":null,"#
                + #""dir":"/w","draft":false,"error":null,"group":null,"id":"0123456789ab","limit":null,"menu":null,"#
                + #""model":null,"name":"api","pane":null,"pending":[],"pid":null,"process":"stopped","#
                + #""restarts":0,"retryAt":null,"since":null,"state":"stopped","today":null,"unread":false,"uptimeSeconds":null,"#
                + #""uuid":null,"wanted":"stopped"}"#)
    }

    @Test func `what is known beside a state is a part of the view`() throws {
        let menu = OpenMenu(
            kind: .permission, title: "Bash command", question: "Do you want to proceed?", subject: "ls",
            options: [.init(number: 1, label: "Yes", isSelected: true)])
        let status = AgentStatus(
            .permission, detail: "ls", menu: menu, limit: UsageLimit(kind: .weekly, until: Timestamp(milliseconds: 0)),
            error: .network, draft: true, context: ContextUse(used: 1, limit: 4))
        #expect(
            try encoded(status)
                == #"{"background":false,"context":{"limit":4,"percent":25,"used":1},"detail":"ls","draft":true,"#
                + #""error":"network","limit":{"kind":"weekly","until":"1970-01-01T00:00:00.000Z"},"menu":{"#
                + #""isMultiple":false,"kind":"permission","options":[{"isSelected":true,"label":"Yes","number":1}],"#
                + #""question":"Do you want to proceed?","subject":"ls","title":"Bash command"},"state":"permission"}"#)
    }

    @Test func `a state of a later version is taken as it is`() throws {
        let states = try JSONDecoder().decode([AgentState].self, from: Data(#"["dreaming","idle"]"#.utf8))
        #expect(states == [AgentState(rawValue: "dreaming"), .idle])
    }

    @Test func `remote control as the user has it is called default`() throws {
        #expect(try encoded(RemoteControl.allCases) == #"["on","off","default"]"#)
    }

    @Test func `a request needs a name and a directory only`() throws {
        let request = try JSONDecoder().decode(NewSessionRequest.self, from: Data(#"{"name":"a","dir":"~/x"}"#.utf8))
        #expect(request == NewSessionRequest(name: "a", dir: "~/x"))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(NewSessionRequest.self, from: Data(#"{"name":"a"}"#.utf8))
        }
    }
}

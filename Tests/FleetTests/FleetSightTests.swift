import Model
import Testing

@testable import Fleet
@testable import Tmux

@Suite struct FleetSightTests {
    private let mark = FleetMark(home: "/h")
    private let id = SessionID("0123456789ab")
    private let other = SessionID("ba9876543210")

    private func pane(
        _ number: Int, in session: Int = 1, called name: String = "api", session sessionMark: String? = nil,
        pane paneMark: String? = nil, isDead: Bool = false
    ) -> PaneSnapshot {
        var options: [String: String] = [:]
        options[FleetMark.session] = sessionMark
        options[FleetMark.pane] = paneMark
        return PaneSnapshot(
            sessionID: TmuxSessionID(number: session), sessionName: name, windowID: WindowID(number: number),
            paneID: PaneID(number: number), pid: Int32(100 + number), isDead: isDead, width: 80, height: 24, title: "",
            windowActivity: 7, isInMode: false, attachedClients: 0, options: options)
    }

    private func see(_ panes: PaneSnapshot...) -> FleetSight {
        FleetSight(ServerSnapshot(server: ServerIdentity(pid: 1, startTime: 2), panes: panes), mark: mark)
    }

    @Test(arguments: ["/h", "/home/jürgen/.ccmux", "/home/ju\u{308}rgen/a:b/", "/a b/#{x}", "/\u{1F600}"])
    func `a mark names its session again, whatever the home is called`(home: String) throws {
        let id = try #require(id)
        let mark = FleetMark(home: home)
        #expect(mark.id(mark.value(id)) == id)
        #expect(FleetMark(home: home + "2").id(mark.value(id)) == nil)
        #expect(mark.id(FleetMark(home: home + "2").value(id)) == nil)
    }

    @Test(arguments: [
        nil, "", "/h", "/h:", "/h:short", "/hh:0123456789ab", "0123456789ab", "/h:0123456789abc", "/h:0123456789AB",
    ])
    func `anything else is no mark of ours`(value: String?) {
        #expect(mark.id(value) == nil)
    }

    @Test func `one home in two spellings of an accent is two homes`() throws {
        let id = try #require(id)
        #expect(FleetMark(home: "/\u{FC}").id(FleetMark(home: "/u\u{308}").value(id)) == nil)
    }

    @Test func `a marked pane is ours, and has what was seen of it`() throws {
        let id = try #require(id)
        let seen = see(pane(3, session: mark.value(id), pane: mark.value(id)))
        #expect(
            seen.ours == [
                id: Sight(
                    session: TmuxSessionID(number: 1), name: "api",
                    panes: [.init(id: PaneID(number: 3), pid: 103, isDead: false, activity: 7, columns: 80)])
            ])
        #expect(seen.foreignNames == [])
        #expect(seen.server == ServerIdentity(pid: 1, startTime: 2))
    }

    @Test func `the mark says whose a session is, not its name`() throws {
        let id = try #require(id)
        let foreign = FleetMark(home: "/another")
        let seen = see(
            pane(1, in: 1, called: "renamed by hand", session: mark.value(id), pane: mark.value(id)),
            pane(2, in: 2, called: "api"),
            pane(3, in: 3, called: "web", session: foreign.value(id), pane: foreign.value(id)))
        #expect(seen.ours.keys.map(\.text) == [id.text])
        #expect(seen.ours[id]?.name == "renamed by hand")
        #expect(seen.foreignNames == ["api", "web"])
    }

    @Test func `a user's windows in a session of ours are not the runner's`() throws {
        let id = try #require(id)
        let seen = see(pane(1, session: mark.value(id)), pane(2, session: mark.value(id), pane: mark.value(id)))
        #expect(seen.ours[id]?.panes.map(\.id.number) == [2])
        let empty = see(pane(1, session: mark.value(id)))
        #expect(empty.ours[id]?.panes == [])
        #expect(empty.foreignNames == [])
    }

    @Test func `two panes of one mark are both seen, dead ones as dead`() throws {
        let id = try #require(id)
        let seen = see(
            pane(1, session: mark.value(id), pane: mark.value(id), isDead: true),
            pane(2, session: mark.value(id), pane: mark.value(id)))
        #expect(seen.ours[id]?.panes.map(\.isDead) == [true, false])
    }

    @Test func `a pane that a person moved to another session is still its session's`() throws {
        let id = try #require(id)
        let other = try #require(other)
        let moved = pane(2, in: 2, called: "web", session: mark.value(other), pane: mark.value(id))
        for seen in [see(pane(1, session: mark.value(id)), moved), see(moved, pane(1, session: mark.value(id)))] {
            #expect(seen.ours[id]?.panes.map(\.id.number) == [2])
            #expect(seen.ours[id]?.session.number == 1, "the session that we made is the one to end")
            #expect(seen.ours[other]?.panes == [])
        }
    }

    @Test func `without a server nothing is seen`() {
        let seen = FleetSight(ServerSnapshot(server: nil, panes: []), mark: mark)
        #expect(seen.server == nil)
        #expect(seen.ours.isEmpty)
    }
}

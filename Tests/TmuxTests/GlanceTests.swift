import Testing

@testable import Tmux

@Suite struct GlanceTests {
    private func panes(_ text: String) -> [Glance.Pane] { Glance(bytes: Array(text.utf8)).panes }

    @Test func `each pane is read with its title, whatever is in it`() throws {
        let seen = panes(
            "%1 7 100 10 0 80 24 5:✳ a\n%2 7 100 11 2 120 40 16:two\nlines: %9 1\n\n%3 7 100 12 0 80 24 0:\n")
        #expect(seen.map(\.title) == ["✳ a", "two\nlines: %9 1\n", ""])
        #expect(seen.map(\.activity) == [10, 11, 12])
        let second = try #require(seen.dropFirst().first)
        #expect(second.id == PaneID(number: 2))
        #expect(second.server == ServerIdentity(pid: 7, startTime: 100))
        #expect((second.attachedClients, second.width) == (2, 120))
    }

    @Test func `what cannot be read is left out`() {
        #expect(panes("").isEmpty)
        #expect(panes("no server running").isEmpty)
        #expect(panes("%x 7 100 10 0 80 24 0:\n%1 7 100 10 0 80 24 0:\n").count == 1)
        #expect(panes("%1 7 100 10 0 80 24 -5:\n").isEmpty)
        // A title that tmux wrote in another form has not the length that it should have.
        #expect(panes("%1 7 100 10 0 80 24 99:cut\n").map(\.title) == ["cut"])
    }
}

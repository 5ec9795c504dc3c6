import Client
import Model
import Testing

/// Usage and budgets with the demo agent, through all of ccmux: a thousand tokens of input cost a dollar.
@Suite("Budgets")
struct BudgetTests {
    private static let settings = """
        [budget]
        fleetPerDay = 10
        [prices."demo"]
        input = 1000
        output = 0
        cacheWrite5m = 0
        cacheWrite1h = 0
        cacheRead = 0

        """

    private func events(_ installation: Installation, _ kind: String) async throws -> [Event] {
        let text = try await installation.done("events", "--json", "-n", "10000")
        return try JSONCoding.decode(EventPage.self, from: text.utf8).events.filter { $0.kind == kind }
    }

    private func dollars(_ value: JSONValue?) -> Double? {
        switch value {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    /// Waits until the session's turns have cost so much today, as `list` and the events tell.
    private func cost(_ cost: Double, _ name: String, _ installation: Installation) async throws {
        try await eventually("\(name) has cost \(cost)") {
            try await installation.session(name).today?.costUSD == cost ? true : nil
        }
        try await eventually("it is told") {
            let last = try await events(installation, "session.usage").last { $0.name?.text == name }
            return dollars(last?.data["today"]?["costUSD"]) == cost ? true : nil
        }
    }

    @Test("The fleet's budget warns at four fifths, holds every outbox at the whole, and goes on when a person says so")
    func fleet() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            for name in ["one", "two"] { try await installation.make(name) }
            let before = try await installation.sessions().map(\.pid)
            try await installation.done("send", "--wait", "one", "[[tokens 5000]]")
            try await cost(5, "one", installation)
            #expect(try await events(installation, "budget.warning").isEmpty)
            try await installation.done("send", "--wait", "two", "[[tokens 3500]]")
            try await cost(3.5, "two", installation)
            let warned = try #require(try await events(installation, "budget.warning").first)
            #expect(warned.data["scope"] == "fleet" && dollars(warned.data["spentUSD"]) == 8.5 && warned.name == nil)

            // A warning holds nothing.
            try await installation.done("send", "--wait", "one", "[[tokens 2000]]")
            try await cost(7, "one", installation)
            let told = try #require(try await events(installation, "session.usage").last)
            #expect(dollars(told.data["costUSD"]) == 2 && told.data["input"] == 2000 && told.name?.text == "one")
            try await eventually("it is used up") {
                try await events(installation, "budget.reached").count == 1 ? true : nil
            }
            for name in ["one", "two"] { try await installation.done("send", "--no-wait", name, "held back") }
            #expect(try await installation.done("explain", "two").contains("fleet's budget for today is used up"))
            try await installation.killDaemon()
            try await installation.done("daemon", "start")
            #expect(try await installation.done("outbox").contains("budget"))
            #expect(try await installation.transcript("two").contains("held back") == false)
            #expect(try await installation.sessions().map(\.pid) == before)

            try await installation.done("usage", "--go-on")
            for name in ["one", "two"] { try await installation.answers(name, "held back") }
            try await installation.done("send", "--wait", "two", "[[tokens 9000]]")
            let kinds = ["budget.warning", "budget.reached", "budget.raised"]
            for kind in kinds { #expect(try await events(installation, kind).count == 1, "\(kind)") }
        }
    }

    @Test("A session's own budget holds its own outbox only; a higher one lets it go")
    func session() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            for name in ["one", "two"] { try await installation.make(name) }
            try await installation.done("set", "one", "budget", "2")
            try await installation.done("send", "--wait", "one", "[[tokens 3000]]")
            try await cost(3, "one", installation)
            try await installation.done("send", "--no-wait", "one", "held back")
            #expect(try await installation.done("explain", "one").contains("Its budget for today is used up"))
            try await installation.done("send", "--wait", "two", "goes")
            try await installation.refused(["usage", "--go-on", "two"], status: 4, saying: "No budget of 'two'")
            #expect(try await installation.transcript("one").contains("held back") == false)
            try await installation.done("set", "one", "budget", "5")
            try await installation.answers("one", "held back")
            #expect(try await events(installation, "budget.lifted").count == 1)
        }
    }
}

package import Model

/// Usage as people read it.
package struct UsageLines: Sendable {
    package var report: UsageReport
    package var clock: Clock
    package var userHome: String?

    package init(report: UsageReport, clock: Clock, userHome: String?) {
        self.report = report
        self.clock = clock
        self.userHome = userHome
    }

    package func text(width: Int?, colour: Bool) -> [String] {
        let lines = report.by.isEmpty ? overview(width, colour) : table(width, colour)
        return lines + [""] + notes.map { Style.faint.apply(width.map($0.truncatedAtEnd) ?? $0, colour: colour) }
    }

    // MARK: The overview

    private func overview(_ width: Int?, _ colour: Bool) -> [String] {
        var rows: [[TextTable.Cell]] = []
        for (title, row) in [
            ("today", report.today), ("this week", report.week), ("this month", report.month),
            ("all", Optional(report.total)),
        ] {
            if let row { rows.append([.init(title)] + figures(row)) }
        }
        var lines = TextTable(columns: [.init("PERIOD")] + Self.columns, rows: rows).lines(width: width, colour: colour)
        if let block = report.block { lines += [""] + describe(block) }
        for budget in report.budgets ?? [] { lines.append(describe(budget)) }
        guard !report.rows.isEmpty else { return lines }
        lines += ["", Style.bold.apply("Sessions of this month", colour: colour)]
        let sessions = report.rows.map { row in [TextTable.Cell(session(row)), .init(directory(row))] + figures(row) }
        return lines
            + TextTable(
                columns: [.init("SESSION", minimum: 12), .init("DIR", minimum: 12, dropOrder: 9, cutsStart: true)]
                    + Self.columns, rows: sessions
            ).lines(width: width, colour: colour)
    }

    private func describe(_ block: UsageBlock) -> [String] {
        var line = "Block \(clock.short(block.start)) to \(clock.short(block.end)): "
        line += "\(Self.short(block.soFar.figures.tokens.total)) tokens"
        line += ", \(Self.cost(block.soFar.figures)) so far; \(Self.short(Int(block.tokensPerHour))) tokens"
        if let cost = block.costPerHourUSD { line += " and \(Self.dollars(cost))" }
        line += " an hour; at its end about \(Self.short(block.projectedTokens)) tokens"
        if let cost = block.projectedCostUSD { line += ", \(Self.dollars(cost))" }
        return [line + "."]
    }

    private func describe(_ budget: BudgetView) -> String {
        let whose = budget.name.map { "of \($0.text)" } ?? "of the fleet"
        let state = budget.isHolding ? ": prompts are held" : budget.isRaised ? ": it goes on all the same" : ""
        return "Budget \(whose) today: \(Self.dollars(budget.spentUSD)) of \(Self.dollars(budget.limitUSD))\(state)."
    }

    // MARK: By keys

    private static let columns: [TextTable.Column] = [
        .init("INPUT", dropOrder: 4), .init("OUTPUT"), .init("CACHE WRITE", dropOrder: 3),
        .init("CACHE READ", dropOrder: 2), .init("COST (EST.)"),
    ]

    private func table(_ width: Int?, _ colour: Bool) -> [String] {
        let titles = report.by.map { key in
            TextTable.Column(key.rawValue.uppercased(), minimum: 10, cutsStart: key == .directory)
        }
        var rows = report.rows.map { row in report.by.map { TextTable.Cell(cell($0, row)) } + figures(row) }
        rows.append(report.by.indices.map { TextTable.Cell($0 == 0 ? "total" : "") } + figures(report.total))
        return TextTable(columns: titles + Self.columns, rows: rows).lines(width: width, colour: colour)
    }

    private func cell(_ key: UsageKey, _ row: UsageRow) -> String {
        switch key {
        case .session: session(row) + (row.session == row.conversation ? " " + directory(row) : "")
        case .directory: directory(row)
        case .model: SafeText.oneLine(row.model ?? "unknown")
        case .day: row.day ?? "unknown"
        case .week: row.week ?? "unknown"
        case .month: row.month ?? "unknown"
        case .block: row.block.map(clock.short) ?? "unknown"
        }
    }

    private func session(_ row: UsageRow) -> String {
        let name = SafeText.oneLine(row.session ?? "unknown")
        // A uuid is known by its beginning.
        return row.session == row.conversation ? String(name.prefix(8)) : name
    }

    private func directory(_ row: UsageRow) -> String {
        let directory = row.directory ?? ""
        return directory.isEmpty ? "unknown" : SessionTable.shortened(SafeText.oneLine(directory), userHome: userHome)
    }

    private func figures(_ row: UsageRow) -> [TextTable.Cell] {
        let tokens = row.figures.tokens
        return [
            .init(Self.grouped(tokens.input)), .init(Self.grouped(tokens.output)),
            .init(Self.grouped(tokens.cacheWrite)), .init(Self.grouped(tokens.cacheRead)),
            .init(Self.cost(row.figures), .bold),
        ]
    }

    private var notes: [String] {
        var notes = ["Costs are estimates, by prices of \(report.pricesDate)."]
        if !report.unpricedModels.isEmpty {
            let models = report.unpricedModels.prefix(5).map(SafeText.oneLine).joined(separator: ", ")
            notes.append("No price is known of \(models): its cost is not in these figures ([prices] in config.toml).")
        }
        if let tooLong = report.tooLong { notes.append("\(tooLong) lines were too long to be looked into.") }
        return notes + report.problems.map(SafeText.oneLine)
    }

    // MARK: Numbers

    /// `$12.34`, with a `+` where something of it has no price.
    static func cost(_ figures: UsageFigures) -> String {
        guard let cost = figures.knownCost else { return "unknown" }
        return dollars(cost) + (figures.unpriced > 0 ? "+?" : "")
    }

    static func dollars(_ value: Double) -> String {
        let cents = Int((min(max(value, 0), 1e12) * 100).rounded())
        let rest = cents % 100
        return "$\(grouped(cents / 100)).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `1,234,567`.
    static func grouped(_ number: Int) -> String {
        var result = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { result.append(",") }
            result.append(digit)
        }
        return String(result.reversed())
    }

    /// `12.3M`.
    static func short(_ number: Int) -> String {
        for (unit, sign) in [(1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")] where number >= unit {
            let tenths = number / (unit / 10)
            return "\(tenths / 10).\(tenths % 10)\(sign)"
        }
        return String(number)
    }

    // MARK: Other forms

    package static func csv(_ report: UsageReport) -> [String] {
        let keys = report.by.map { $0 == .directory ? "directory" : $0.rawValue }
        let titles = keys + ["input", "output", "cacheWrite", "cacheRead", "costUSD"]
        let rows = report.rows.map { row in
            report.by.map { key in
                switch key {
                case .session: row.session
                case .directory: row.directory
                case .model: row.model
                case .day: row.day
                case .week: row.week
                case .month: row.month
                case .block: row.block?.rfc3339
                }
            }.map { quoted($0 ?? "") } + numbers(row)
        }
        return ([titles] + rows).map { $0.joined(separator: ",") }
    }

    private static func numbers(_ row: UsageRow) -> [String] {
        let tokens = row.figures.tokens
        let cost = row.figures.knownCost.map { String(($0 * 1_000_000).rounded() / 1_000_000) } ?? ""
        return [tokens.input, tokens.output, tokens.cacheWrite, tokens.cacheRead].map { String($0) } + [cost]
    }

    private static func quoted(_ text: String) -> String {
        var text = SafeText.oneLine(text)
        // A spreadsheet would take it for a formula.
        if let first = text.first, "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    package static func prices(_ list: UsagePriceList) -> [String] {
        func number(_ value: Double) -> String {
            let thousandths = Int((value * 1000).rounded())
            let rest = String(thousandths % 1000)
            return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
        }
        let rows = list.prices.map { entry in
            [
                TextTable.Cell(SafeText.oneLine(entry.model)), .init(number(entry.price.input)),
                .init(number(entry.price.output)), .init(number(entry.price.cacheWrite5m)),
                .init(number(entry.price.cacheWrite1h)), .init(number(entry.price.cacheRead)),
                .init(entry.isOverridden ? "config.toml" : "shipped"),
            ]
        }
        let table = TextTable(
            columns: [
                .init("MODEL"), .init("INPUT"), .init("OUTPUT"), .init("WRITE 5M"), .init("WRITE 1H"),
                .init("CACHE READ"), .init("FROM"),
            ], rows: rows)
        return table.lines(width: nil, colour: false) + [
            "",
            "USD per million tokens, of public lists as of \(list.date); estimates. By the longest beginning of a model's name.",
        ]
    }
}

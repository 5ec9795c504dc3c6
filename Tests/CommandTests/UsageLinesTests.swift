import Model
import Platform
import Testing

@testable import Commands

@Suite struct UsageLinesTests {
    private static func row(_ cost: Double, unpriced: Int = 0, model: String = "m") -> UsageRow {
        var row = UsageRow(
            UsageFigures(
                tokens: TokenUsage(input: 1_234_567, output: 20, cacheWrite5m: 3, cacheWrite1h: 4, cacheRead: 5),
                messages: 1, costUSD: cost, unpriced: unpriced))
        row.model = model
        return row
    }

    @Test func `A table has its total, and tells what has no price`() {
        let whole = Self.row(0).figures.tokens.total
        var report = UsageReport(
            by: [.model], rows: [Self.row(12.345), Self.row(0, unpriced: whole, model: "x\u{1B}[31m")],
            total: Self.row(12.345, unpriced: 5), files: 1)
        report.unpricedModels = ["x"]
        let clock = Clock(now: Timestamp(milliseconds: 0))
        let lines = UsageLines(report: report, clock: clock, userHome: nil).text(width: nil, colour: false)
        #expect(lines[0] == "MODEL   INPUT      OUTPUT  CACHE WRITE  CACHE READ  COST (EST.)")
        #expect(lines[1] == "m       1,234,567  20      7            5           $12.35")
        #expect(lines[2].hasSuffix("unknown"))
        #expect(!lines[2].contains("\u{1B}"))
        #expect(lines[3].hasPrefix("total  ") && lines[3].hasSuffix("$12.35+?"))
        #expect(lines.contains { $0.contains("No price is known of x") })
    }

    @Test func `Comma-separated values are quoted, and are no formulas`() {
        var report = UsageReport(by: [.model], rows: [Self.row(1.5, model: "=a,\"b")], total: Self.row(1), files: 1)
        report.rows.append(Self.row(0, unpriced: Self.row(0).figures.tokens.total))
        #expect(
            UsageLines.csv(report) == [
                "model,input,output,cacheWrite,cacheRead,costUSD", "\"'=a,\"\"b\",1234567,20,7,5,1.5",
                "m,1234567,20,7,5,",
            ])
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1500, "1.5k"), (12_345_678, "12.3M"), (2_000_000_000, "2.0G")])
    func `Large numbers are short`(_ number: Int, _ text: String) {
        #expect(UsageLines.short(number) == text)
    }
}

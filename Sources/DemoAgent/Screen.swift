/// The live region at the screen's bottom, from top to bottom:
///
///     (an empty line)
///     ◆ an answer that is arriving                  only while it arrives
///     (an empty line)
///     ◐ Working… 3s · 12 tokens · esc to interrupt  only while working
///     ◷ limited until 2026-11-21T10:23:00Z          only while a usage limit is in force
///     + a prompt that waits                         one line for each
///     ────────────────────────────────────────      rule
///     » the draft                                   composer; further rows are indented by two
///     ────────────────────────────────────────      rule
///      default mode · demo-1 · context 1% · name    status bar
///
/// While a person is asked, this block stands in the composer's place:
///
///     ? Run this command?
///       the command
///     → 1. Yes
///       2. No
///
/// Everything above is the conversation, which scrolls away and is never drawn again.
struct Screen: Equatable {
    var lines: [Line]
    /// Where the cursor stands, counted in the lines; nil hides it.
    var cursor: (row: Int, column: Int)?

    static let frames = ["◐", "◓", "◑", "◒"]
    /// Seconds that a frame of the spinner is shown.
    static let frameTime = 0.125

    static func == (left: Screen, right: Screen) -> Bool {
        left.lines == right.lines && left.cursor?.row == right.cursor?.row
            && left.cursor?.column == right.cursor?.column
    }

    init(_ machine: Machine, columns: Int, rows: Int) {
        let width = max(4, columns - 1)
        let height = max(2, rows)
        let rule = Line(String(repeating: "─", count: width), .dim)
        var foot = [rule]
        var above: [Line] = []
        if case .working(let turn) = machine.activity {
            if let menu = turn.menu {
                foot += Screen.block(of: menu, width: width, height: height - 4)
                cursor = nil
            } else {
                above.append(Line())
                above.append(Screen.spinner(turn, machine, width))
            }
        }
        if let limit = machine.limit {
            above += Entry.marked("◷ ", "  ", "limited until \(rfc3339(limit.resets))", .alarm, .alarm, width)
        }
        above += machine.queue.suffix(3).map { Line(truncated("+ " + $0, width: width), .dim) }
        if foot.count == 1 {
            let draft = machine.composer.layout(width: width - 2, height: min(8, max(1, height - 4)))
            cursor = (foot.count + draft.cursorRow, 2 + draft.cursorColumn)
            foot += draft.rows.enumerated().map { index, row in
                index == 0 ? Line(draft.isCutAbove ? "»…" : "» ", .accent, row) : Line("  " + row)
            }
        }
        foot += [rule, Screen.bar(machine, width)]
        above = Array(above.suffix(max(0, height - 1 - foot.count)))
        let room = height - 1 - foot.count - above.count
        if case .working(let turn) = machine.activity, !turn.partial.isEmpty, room > 1 {
            // Long answers show their end; the whole goes into the conversation when it is complete.
            let tail = String(turn.partial.unicodeScalars.suffix(width * height))
            above = [Line()] + Entry.answer(tail).lines(width: width).dropFirst().suffix(room - 1) + above
        } else if room > 0, above.first?.spans.isEmpty != true {
            above.insert(Line(), at: 0)
        }
        // A screen too small for all of it shows the lower part.
        let all = above + foot
        let hidden = max(0, all.count - (height - 1))
        lines = all.dropFirst(hidden).map { $0.clipped(to: width) }
        cursor = cursor.flatMap { spot in
            let row = spot.row + above.count - hidden
            return row < 0 ? nil : (row, min(spot.column, width))
        }
    }

    private static func spinner(_ turn: Turn, _ machine: Machine, _ width: Int) -> Line {
        let frame = frames[Int(machine.now.uptime / frameTime) % frames.count]
        let seconds = max(0, Int(machine.now.uptime - turn.startedAt))
        let text = "\(turn.verb)… \(seconds)s · \(turn.words) tokens · esc to interrupt"
        return Line(frame + " ", .accent, truncated(text, width: width - 2))
    }

    private static func block(of menu: Menu, width: Int, height: Int) -> [Line] {
        var options = menu.options.enumerated().flatMap { index, option in
            Entry.marked(
                index == menu.cursor ? "→ " : "  ", "     ", "\(index + 1). \(option)", .accent,
                index == menu.cursor ? .strong : .plain, width - 3)
        }
        if options.count >= height {
            options = menu.options.enumerated().map { Line(($0 == menu.cursor ? "→ " : "  ") + "\($0 + 1). \($1)") }
        }
        let title = Entry.marked("? ", "  ", menu.title, .accent, .strong, width)
        let details = menu.details.isEmpty ? [] : Entry.marked("  ", "  ", menu.details, .plain, .plain, width)
        let room = max(0, height - options.count - title.count)
        let shown = details.count <= room ? details : details.prefix(max(0, room - 1)) + [Line("  …", .dim)]
        return title + shown + options
    }

    private static func bar(_ machine: Machine, _ width: Int) -> Line {
        if let hint = machine.hint { return Line(truncated(" " + hint.text, width: width), .strong) }
        let parts = [
            "\(machine.mode.rawValue) mode", machine.model, "context \(machine.tokens * 100 / 200_000)%", machine.name,
        ]
        return Line(truncated(" " + parts.compactMap { $0 }.joined(separator: " · "), width: width), .dim)
    }
}

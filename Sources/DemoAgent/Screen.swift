/// The live region at the screen's bottom, in the structure of Claude's, from top to bottom:
///
///     (an empty line)
///     ● an answer that is arriving                        only while it arrives
///     (an empty line)
///     ✻ Working… (3s · 12 tokens · esc to interrupt)      only while working
///     (an empty line)
///       ❯ a prompt that waits                             one line for each
///     ──────────────────────────────────────────────      rule
///     ❯ the draft                                         composer; further rows are indented by two
///     ──────────────────────────────────────────────      rule
///       ⚠ Usage limit reached · limit resets 10:23am (UTC)   only while a limit is in force
///       default mode on · demo-1 · context 1% · name      footer
///
/// While a person is asked, this block stands in place of all from the first rule on:
///
///     ──────────────────────────────────────────────
///      Bash command
///
///        the command
///
///      Do you want to proceed?
///      ❯ 1. Yes
///        2. No
///
///      Esc to cancel
///
/// Everything above is the conversation, which scrolls away and is never drawn again.
struct Screen: Equatable {
    var lines: [Line]
    /// Where the cursor stands, counted in the lines; nil hides it.
    var cursor: (row: Int, column: Int)?

    static let frames = ["·", "✢", "✳", "✶", "✻", "✽"]
    /// Seconds that a frame of the spinner is shown.
    static let frameTime = 0.125

    static func == (left: Screen, right: Screen) -> Bool {
        left.lines == right.lines && left.cursor?.row == right.cursor?.row
            && left.cursor?.column == right.cursor?.column
    }

    /// The upper rule of a composer whose beginning is out of sight.
    private static func cutRule(_ width: Int) -> Line {
        let note = " ↑ more "
        return Line("───" + note + String(repeating: "─", count: max(0, width - 3 - note.count)), .dim)
    }

    init(_ machine: Machine, columns: Int, rows: Int) {
        let width = max(4, columns - 1)
        let height = max(2, rows)
        let rule = Line(String(repeating: "─", count: width), .dim)
        var foot = [rule]
        var above: [Line] = []
        if let menu = machine.menu {
            foot += Screen.block(of: menu, width: width, height: height - 2)
            cursor = nil
        } else {
            if case .working(let turn) = machine.activity {
                above += [Line(), Screen.spinner(turn, machine, width), Line()]
            }
            let bar = Screen.bar(machine, width)
            let draft = machine.composer.layout(width: width - 2, height: min(8, max(1, height - 3 - bar.count)))
            cursor = (foot.count + draft.cursorRow, 2 + draft.cursorColumn)
            // As Claude has it: a no-break space after the sign, and no sign where the draft's beginning is out of sight.
            if draft.isCutAbove { foot = [Screen.cutRule(width)] }
            foot += draft.rows.enumerated().map { index, row in
                index == 0 && !draft.isCutAbove ? Line("❯\u{A0}", .accent, row) : Line("  " + row)
            }
            foot += [rule] + bar
        }
        above += machine.queue.suffix(3).map { Line(truncated("  ❯ " + $0, width: width)) }
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
        let text = "\(turn.verb)… (\(seconds)s · \(turn.words) tokens · esc to interrupt)"
        return Line(frame + " ", .accent, truncated(text, width: width - 2))
    }

    /// What does not fit is left out from the command, then the blank lines; the options stay.
    private static func block(of menu: Menu, width: Int, height: Int) -> [Line] {
        var options = menu.options.enumerated().flatMap { index, option in
            Entry.marked(
                index == menu.cursor ? " ❯ " : "   ", "      ", "\(index + 1). \(option)", .accent,
                index == menu.cursor ? .strong : .plain, width - 3)
        }
        if options.count >= height {
            options = menu.options.enumerated().map {
                Line(($0 == menu.cursor ? " ❯ " : "   ") + "\($0 + 1). \($1)")
            }
        }
        let title = Entry.marked(" ", " ", menu.title, .accent, .strong, width)
        let question = menu.question.isEmpty ? [] : Entry.marked(" ", " ", menu.question, .plain, .plain, width)
        let hint = Line(truncated(" " + menu.hint, width: width), .dim)
        let details = menu.details.isEmpty ? [] : Entry.marked("   ", "   ", menu.details, .plain, .plain, width)
        let blank = height >= options.count + title.count + question.count + 6 ? [Line()] : []
        let used = title.count + question.count + options.count + 1 + 3 * blank.count
        let room = max(0, height - used)
        let shown = details.count <= room ? details : details.prefix(max(0, room - 1)) + [Line("   …", .dim)]
        return title + (shown.isEmpty ? [] : blank + shown) + blank + question + options + blank + [hint]
    }

    private static func bar(_ machine: Machine, _ width: Int) -> [Line] {
        var rows: [Line] = []
        if let limit = machine.limit {
            let text = "⚠ Usage limit reached · limit resets \(clockTime(limit.resets, from: machine.now.wall)) (UTC)"
            rows.append(Line(truncated("  " + text, width: width), .alarm))
        }
        if let hint = machine.hint { return rows + [Line(truncated("  " + hint.text, width: width), .strong)] }
        let parts = [
            "\(machine.mode.rawValue) mode on", machine.backgroundEnd == nil ? nil : "1 shell", machine.model,
            "context \(machine.tokens * 100 / 200_000)%", machine.name,
        ]
        rows.append(Line(truncated("  " + parts.compactMap { $0 }.joined(separator: " · "), width: width), .dim))
        return rows
    }
}

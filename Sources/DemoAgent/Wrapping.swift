/// Breaks text into lines of at most `width` columns, at spaces where there are some. The text is
/// sanitised first, so that the lines can be written as they are.
func wrapped(_ text: String, width: Int) -> [String] {
    let width = max(2, width)
    return sanitised(text).unicodeScalars
        .split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { wrappedLine($0, width: width) }
}

private func wrappedLine(_ line: Substring.UnicodeScalarView, width: Int) -> [String] {
    var lines: [String] = []
    var start = line.startIndex
    var lastSpace: String.Index?
    var used = 0
    var index = start
    while index < line.endIndex {
        let step = columns(of: line[index])
        if used + step > width, index > start {
            // A space that does not fit any more is itself the break.
            let cut = line[index] == " " ? index : lastSpace ?? index
            lines.append(String(line[start..<cut]))
            start = cut < line.endIndex && line[cut] == " " ? line.index(after: cut) : cut
            index = start
            used = 0
            lastSpace = nil
            continue
        }
        if line[index] == " ", index > start { lastSpace = index }
        used += step
        index = line.index(after: index)
    }
    lines.append(String(line[start...]))
    return lines
}

/// The text cut to `width` columns, with an ellipsis where something was cut. One line only.
func truncated(_ text: String, width: Int) -> String {
    let line = sanitised(text).unicodeScalars.map { $0 == "\n" ? " " : $0 }
    guard line.reduce(0, { $0 + columns(of: $1) }) > width else { return String(String.UnicodeScalarView(line)) }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in line {
        used += columns(of: scalar)
        if used > width - 1 { break }
        kept.append(scalar)
    }
    return String(kept) + "…"
}

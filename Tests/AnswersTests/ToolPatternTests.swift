import Answers
import Model
import Testing

struct ToolPatternTests {
    private static let place = ToolPattern.Place(directory: "/home/dev/api", home: "/home/dev")

    private func allows(_ patterns: [String], _ tool: String, _ subject: String?, isCut: Bool = false) -> Bool {
        let request = ToolRequest(tool: tool, kind: .permission, subject: subject, isCut: isCut)
        return ToolPattern.allowing(request, patterns.compactMap { ToolPattern($0) }, in: Self.place) != nil
    }

    @Test(arguments: [
        ("git status", true), ("git status -s", true), ("git statusx", true), ("git  status", false),
        ("git push", false), ("sudo git status", false), ("git status; rm -rf x", false),
        ("git status && rm x", false), ("git status | sh", false), ("git status & rm x", false),
        ("git status\nrm x", false), ("git status `rm x`", false), ("git status $(rm x)", false),
        ("git status \"$(rm x)\"", false), ("git status \"`rm x`\"", false), ("git status ${x:-y}", false),
        ("git status > /etc/passwd", false), ("git status < f", false), ("git status <(rm x)", false),
        ("git status 'a; b'", true), ("git status \"a && b\"", true), ("git status '$(x)'", true),
        ("git status \\; x", true), ("git status && git status -s", true), ("git status; git status", true),
        ("git status || git diff", false), ("git status (x)", false), ("git status {a,b}", false),
        ("git status # '\nrm -rf x\n#'", false), ("git status $'\\'' ; rm -rf x ; echo $'\\''", false),
        ("git status \\\nrm", false), ("git status\u{0}", false), ("git status \u{202E}x", false), ("", false),
    ])
    func `a pattern of a shell command never spans what a shell acts on`(command: String, isAllowed: Bool) {
        #expect(allows(["Bash(git status*)"], "Bash", command) == isAllowed)
    }

    @Test(arguments: [
        (["Bash(git diff)", "Bash(wc -l)"], "git diff | wc -l", true),
        (["Bash(git diff)"], "git diff | wc -l", false),
        (["Bash(git diff > *.patch)"], "git diff > a.patch", true),
        (["Bash(git diff > *.patch)"], "git diff > a.patch > b.patch", false),
        (["Bash(npm test:*)"], "npm test", true), (["Bash(npm test:*)"], "npm test -- a", true),
        (["Bash(npm test:*)"], "npm tests", false), (["Bash(npm test:*)"], "npm test; rm x", false),
        (["Bash(ls *)"], "ls *", true), (["Bash(ls)"], "ls", true), (["Bash(ls)"], "ls -l", false),
        (["Bash"], "rm -rf / ; $(x)", true), (["Bash(*)"], "rm -rf x", true), (["Bash(*)"], "a; b", true),
        (["Bash(*)"], "a $(b)", false), (["Bash(*)"], "a > b", false), (["Read"], "ls", false),
    ])
    func `each command of a line must be allowed`(patterns: [String], command: String, isAllowed: Bool) {
        #expect(allows(patterns, "Bash", command) == isAllowed)
    }

    @Test(arguments: [
        ("Edit(src/**)", "/home/dev/api/src/a/b.swift", true), ("Edit(src/**)", "src/a.swift", true),
        ("Edit(src/**)", "/home/dev/api/src/../../.ssh/id", false), ("Edit(src/**)", "/src/a", false),
        ("Edit(src/*)", "/home/dev/api/src/a/b.swift", false), ("Edit(src/*)", "/home/dev/api/src/b.swift", true),
        ("Edit(/src/**)", "/src/x/y", true), ("Edit(/src/**)", "/home/dev/api/src/x", false),
        ("Edit(~/notes/*.md)", "/home/dev/notes/a.md", true), ("Edit(~/notes/*.md)", "/home/dev/notes/a.txt", false),
        ("Edit(**)", "/home/dev/api/x", true), ("Edit(**)", "/home/dev/other", false),
        ("Edit(src/?.c)", "src/a.c", true), ("Edit(src/?.c)", "src/ab.c", false),
        ("Edit(/**)", "/../../x", false), ("Edit(src/**)", "src/a\n/b", false), ("Edit", "/etc/passwd", true),
    ])
    func `files are meant by where they are`(pattern: String, path: String, isAllowed: Bool) {
        #expect(allows([pattern], "Edit", path) == isAllowed)
    }

    @Test(arguments: [
        ("https://example.com/a", true), ("https://www.example.com", true), ("http://EXAMPLE.com:80/x", true),
        ("https://example.com.evil.org", false), ("https://evil.org/example.com", false),
        ("https://example.com@evil.org/", false), ("https://evil.org?example.com", false), ("file:///etc", false),
        ("https://evil.org\\.example.com/", false), ("https://notexample.com", false), ("https://", false),
    ])
    func `a domain is the host and those below it`(address: String, isAllowed: Bool) {
        #expect(allows(["WebFetch(domain:example.com)"], "WebFetch", address) == isAllowed)
    }

    @Test func `a tool is meant by its name, and a question or a plan by none`() {
        #expect(allows(["mcp__files__*"], "mcp__files__read", nil))
        #expect(!allows(["mcp__files__*"], "mcp__pages__read", nil))
        #expect(!allows(["Read(x)"], "Read", nil))
        #expect(ToolPattern("*") == nil)
        #expect(ToolPattern("") == nil)
        #expect(ToolPattern("Bash(") == nil)
        #expect(ToolPattern("Bash()") == nil)
        for kind in [AgentState.question, .plan] {
            let request = ToolRequest(tool: "ExitPlanMode", kind: kind, subject: "x")
            #expect(ToolPattern.allowing(request, [ToolPattern("ExitPlanMode")!], in: Self.place) == nil)
        }
    }

    @Test func `of what was cut off nothing is known`() {
        #expect(!allows(["Bash(echo*)"], "Bash", "echo a", isCut: true))
        #expect(allows(["Bash"], "Bash", "echo a", isCut: true))
    }

    @Test func `a pattern of many stars takes no longer`() {
        let pattern = "Bash(" + String(repeating: "*a", count: 300) + ")"
        #expect(!allows([pattern], "Bash", String(repeating: "a", count: 2000) + "b"))
    }
}

import Testing

@testable import Agents

/// True pairs: the folders that claude 2.1.139 and 2.1.329 made for these directories.
@Suite struct ClaudeProjectFolderTests {
    private static func times(_ count: Int, _ letter: String) -> String { String(repeating: letter, count: count) }

    @Test(arguments: [
        ("/tmp/uu/ü", "-tmp-uu--"),
        ("/tmp/uu/a.b c_d\u{1F600}e", "-tmp-uu-a-b-c-d--e"),
        ("/", "-"),
    ])
    func `what is neither a letter nor a digit becomes a dash, for each UTF-16 unit`(directory: String, folder: String)
    {
        #expect(ClaudeProjectFolder.name(for: directory) == folder)
    }

    @Test func `a name of 200 units stays, a longer one is cut and gets a hash of the whole path`() {
        #expect(ClaudeProjectFolder.name(for: "/tmp/uu/" + Self.times(192, "d")) == "-tmp-uu-" + Self.times(192, "d"))
        #expect(
            ClaudeProjectFolder.name(for: "/tmp/uu/" + Self.times(193, "d"))
                == "-tmp-uu-" + Self.times(192, "d") + "-76gijg")
        #expect(
            ClaudeProjectFolder.name(for: "/tmp/uu/" + Self.times(120, "a") + "/" + Self.times(120, "b"))
                == "-tmp-uu-" + Self.times(120, "a") + "-" + Self.times(71, "b") + "-e44jzb")
        #expect(
            ClaudeProjectFolder.name(for: "/tmp/uu/ünï/" + Self.times(110, "ö") + "/" + Self.times(90, "c"))
                == "-tmp-uu--n-" + Self.times(112, "-") + Self.times(77, "c") + "-1jx51n")
    }

    @Test func `an accent that is a character of its own counts as one`() {
        #expect(ClaudeProjectFolder.name(for: "/u\u{308}") == "-u-")
        #expect(ClaudeProjectFolder.name(for: "/\u{FC}") == "--")
    }
}

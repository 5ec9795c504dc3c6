import Foundation
import Model
import TestSupport
import Testing

@testable import Platform

@Suite struct FileTreeTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ text: String) throws {
        let path = folder / name
        if let slash = path.lastIndex(of: "/") { try Files.makeFolder(String(path[..<slash])) }
        try Files.replace(path, with: Array(text.utf8), durable: false)
    }

    @Test func `a link is replaced in one step, whatever it led to`() throws {
        let link = folder / "current"
        for target in ["versions/1", "versions/2", "../elsewhere"] {
            try Files.replaceLink(link, to: target)
            #expect(Files.linkTarget(link) == target)
        }
        #expect(Files.names(in: folder.path) == ["current"])
        #expect(Files.linkTarget(folder / "none") == nil)
        try write("file", "x")
        #expect(Files.linkTarget(folder / "file") == nil)
    }

    @Test func `a tree is copied without links and special files`() throws {
        try write("a/b/c", "text")
        try write("a/run", "#!/bin/sh")
        try Files.setMode(folder / "a/run", 0o755)
        try Files.copyTree(folder / "a", to: folder / "copy")
        #expect(folder.text("copy/b/c") == "text")
        #expect(try folder.mode("copy/run") == 0o700 && folder.mode("copy/b/c") == 0o600)
        try Files.syncTree(folder / "copy")
        try Files.replaceLink(folder / "a/evil", to: "/etc")
        #expect(throws: CcmuxError.self) { try Files.copyTree(folder / "a", to: folder / "other") }
        #expect(throws: CcmuxError.self) { try Files.copyTree(folder / "copy", to: folder / "less", entries: 2) }
    }

    @Test func `a tree is removed, and nothing that links in it lead to`() throws {
        try write("kept/file", "mine")
        try write("gone/a/b", "x")
        try Files.replaceLink(folder / "gone/a/out", to: folder / "kept")
        #expect(Files.removeTree(folder / "gone"))
        #expect(Files.kindOfEntry(folder / "gone") == nil && folder.text("kept/file") == "mine")
        #expect(Files.removeTree(folder / "none"))
    }

    @Test func `what a path itself is`() throws {
        try write("file", "12345")
        try Files.replaceLink(folder / "link", to: "file")
        #expect(Files.kindOfEntry(folder / "file")?.size == 5 && Files.kindOfEntry(folder / "file")?.isOurs == true)
        #expect(Files.kindOfEntry(folder / "link")?.kind == .link)
        #expect(Files.kindOfEntry(folder.path)?.kind == .folder && Files.kindOfEntry(folder / "none") == nil)
        #expect(Files.kindOfEntry(folder / "file")?.othersMayWrite == false)
        try Files.setMode(folder / "file", 0o622)
        #expect(Files.kindOfEntry(folder / "file")?.othersMayWrite == true)
    }

    @Test func `a file is written piece by piece`() throws {
        let path = folder / "out"
        let file = try OutputFile(creating: path)
        try file.write(Array("one ".utf8)[...])
        try file.write(Array("two".utf8)[...])
        try file.sync()
        #expect(folder.text("out") == "one two")
        #expect(throws: CcmuxError.self) { try OutputFile(creating: path) }
        let more = try OutputFile(appendingTo: path)
        try more.write(Array("!".utf8)[...])
        #expect(folder.text("out") == "one two!")
        try more.empty()
        try more.write(Array("new".utf8)[...])
        #expect(folder.text("out") == "new")
    }
}

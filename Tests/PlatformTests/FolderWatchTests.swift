import Foundation
import Platform
import TestSupport
import Testing

@Suite struct FolderWatchTests {
    @Test func `what is written, comes or goes is told by name, once`() throws {
        let folder = try TemporaryFolder()
        let watch = try #require(FolderWatch())
        #expect(watch.add(folder.path))
        #expect(watch.take().isEmpty)
        try Files.replace("\(folder.path)/a.json", with: Array("{}".utf8), durable: false)
        #expect(waitReadable([watch.descriptor], seconds: 5) == [watch.descriptor])
        #expect(watch.take().contains(.init(folder: folder.path, name: "a.json")))
        Files.remove("\(folder.path)/a.json")
        #expect(waitReadable([watch.descriptor], seconds: 5) == [watch.descriptor])
        #expect(watch.take() == [.init(folder: folder.path, name: "a.json")])
        #expect(watch.take().isEmpty)
    }

    @Test func `a folder that is not there cannot be watched, and can be later`() throws {
        let folder = try TemporaryFolder()
        let watch = try #require(FolderWatch())
        let path = "\(folder.path)/later"
        #expect(!watch.add(path))
        try Files.makeFolder(path)
        #expect(watch.add(path))
        // Twice is once.
        #expect(watch.add(path))
        try Files.replace("\(path)/x", with: [1], durable: false)
        _ = waitReadable([watch.descriptor], seconds: 5)
        #expect(watch.take().contains(.init(folder: path, name: "x")))
    }

    @Test func `a folder that goes is told of, and forgotten`() throws {
        let folder = try TemporaryFolder()
        let watch = try #require(FolderWatch())
        let path = "\(folder.path)/gone"
        try Files.makeFolder(path)
        #expect(watch.add(path))
        #expect(rmdir(path) == 0)
        _ = waitReadable([watch.descriptor], seconds: 5)
        #expect(watch.take().contains(.init(folder: path, name: nil)))
        try Files.makeFolder(path)
        #expect(watch.add(path))
        try Files.replace("\(path)/x", with: [1], durable: false)
        _ = waitReadable([watch.descriptor], seconds: 5)
        #expect(watch.take().contains(.init(folder: path, name: "x")))
    }
}

import Model
import Platform
import Testing

extension Scenario {
    /// A conversation that was left behind is listed, adopted, forked and let go, and nothing of it is lost.
    static func adopts(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            let first = try await conversation(installation)
            let uuid = try #require(first.uuid).text
            let path = try #require(try await installation.detail("api").transcript)
            let listed = try await installation.done("external")
            #expect(!listed.contains(uuid))
            let ours = try await installation.ccmux("adopt", uuid)
            #expect(ours.status == 4)

            // A fork of it goes its own way.
            try await installation.done("fork", "api", "second")
            let fork = try await installation.up("second")
            #expect(fork.uuid != first.uuid)
            try await installation.shows("second", firstAnswer)
            let origin = try #require(try await installation.detail("second").origin)
            #expect(origin.conversation.text == uuid && origin.session == first.name && origin.way == .fork)
            let before = Scratch.read(path)
            try await installation.done("send", "second", "only here")
            try await installation.shows("second", "ack: only here")
            #expect(Scratch.read(path) == before)
            try await installation.done("rm", "second", "--yes")

            // Without its session it is listed, and adopted again by the beginning of its uuid.
            try await installation.done("rm", "api", "--yes")
            #expect(Scratch.read(path) == before)
            let external = try await installation.done("external", "--json")
            #expect(external.contains(uuid))
            try await installation.done("adopt", String(uuid.prefix(12)), "again")
            let back = try await installation.up("again")
            #expect(back.uuid == first.uuid && back.dir == first.dir)
            try await installation.shows("again", firstAnswer)
            try await installation.done("send", "again", "once more")
            try await installation.shows("again", "ack: once more")
            #expect(Scratch.read(path).hasPrefix(before))
            let told = try await installation.done("events")
            #expect(told.contains("session.forked") && told.contains("session.adopted"))
        }
    }

    /// What cannot be done is refused, and leaves nothing behind.
    static func refusesAdoption() async throws {
        try await Installation.with(.demo) { installation in
            let first = try await conversation(installation)
            let unknown = "00000000-0000-4000-8000-000000000000"
            #expect(try await installation.ccmux("adopt", unknown).status == 3)
            #expect(try await installation.ccmux("adopt", "nothing").status == 64)
            #expect(try await installation.ccmux("adopt", unknown, "--force").status == 64)
            #expect(try await installation.ccmux("adopt", unknown, "--fork", "--takeover").status == 64)
            #expect(try await installation.ccmux("fork", "api", "api").status == 4)
            #expect(try await installation.ccmux("fork", "api", "a/b").status == 64)
            #expect(try await installation.ccmux("fork", "nobody", "new").status == 3)
            #expect(try await installation.ccmux("fork", "api", "new", "--directory", "/nowhere").status == 64)
            try await installation.done("new", "empty", installation.otherProject, "--agent", "demo", "--no-start")
            #expect(try await installation.ccmux("fork", "empty", "new").status == 4)
            #expect(try await installation.sessions().map(\.name.text) == ["api", "empty"])
            let folder = try #require(try await installation.detail("api").transcript).split(separator: "/").dropLast()
                .joined(separator: "/")
            #expect(Files.names(in: "/" + folder) == ["\(try #require(first.uuid)).jsonl"])
        }
    }
}

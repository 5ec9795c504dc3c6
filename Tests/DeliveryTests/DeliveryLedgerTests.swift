import Delivery
import Model
import Testing

@Suite struct DeliveryLedgerTests {
    private func findings(
        _ texts: [String], offsets: [Int]? = nil, _ records: [(PromptTrace.Kind, String)]
    ) -> [Int64: DeliveryLedger.Finding] {
        let items = texts.enumerated().map { index, text in
            DeliveryLedger.Item(id: Int64(index + 1), text: text, offset: offsets?[index] ?? 0)
        }
        let lines = records.enumerated().map { index, record in
            DeliveryLedger.Record(PromptTrace(record.0, text: record.1, at: nil), position: index * 10)
        }
        return DeliveryLedger.findings(items, lines) { $0 == $1 }
    }

    @Test func `A record is proof`() {
        #expect(findings(["a"], [(.taken, "a")]) == [1: .taken(.recorded)])
        #expect(findings(["a"], [(.enqueued, "a")]) == [1: .queued(.enqueued)])
        #expect(findings(["a"], [(.enqueued, "a"), (.taken, "a")]) == [1: .taken(.recorded)])
        #expect(findings(["/compact"], [(.command, "/compact")]) == [1: .taken(.command)])
        #expect(findings(["a"], [(.taken, "b")]).isEmpty)
    }

    @Test func `What stood there before is none`() {
        #expect(findings(["a"], offsets: [10], [(.taken, "a")]).isEmpty)
        #expect(findings(["a"], offsets: [10], [(.taken, "a"), (.taken, "a")]) == [1: .taken(.recorded)])
    }

    @Test func `Of two that are the same each needs a record of its own`() {
        #expect(findings(["a", "a"], [(.taken, "a")]) == [1: .taken(.recorded)])
        #expect(
            findings(["a", "a"], [(.enqueued, "a"), (.taken, "a"), (.enqueued, "a")])
                == [1: .taken(.recorded), 2: .queued(.enqueued)])
        // The first was queued; its record must not prove the second, which was typed later.
        #expect(
            findings(["a", "a"], offsets: [0, 10], [(.enqueued, "a"), (.taken, "a")]) == [1: .taken(.recorded)])
    }

    @Test func `Several that the agent joined into one record are all taken`() {
        #expect(
            findings(["a", "b", "c"], [(.enqueued, "a"), (.enqueued, "b"), (.taken, "a\nb")])
                == [1: .taken(.recorded), 2: .taken(.recorded)])
    }

    @Test func `What a person takes back is withdrawn`() {
        #expect(
            findings(["a", "b"], [(.enqueued, "a"), (.enqueued, "b"), (.withdrawn, "b")])
                == [1: .queued(.enqueued), 2: .withdrawn])
        #expect(
            findings(["a", "b"], [(.enqueued, "a"), (.enqueued, "b"), (.withdrawn, "")])
                == [1: .withdrawn, 2: .withdrawn])
    }

    @Test func `A record that only says that the oldest was taken means the oldest in the queue`() {
        #expect(
            findings(["a", "b"], [(.enqueued, "a"), (.enqueued, "b"), (.taken, "")])
                == [1: .taken(.recorded), 2: .queued(.enqueued)])
        // A person's own prompt was before it.
        #expect(
            findings(["a"], [(.enqueued, "by hand"), (.enqueued, "a"), (.taken, "")]) == [1: .queued(.enqueued)])
        #expect(
            findings(["a"], [(.enqueued, "by hand"), (.enqueued, "a"), (.taken, ""), (.taken, "")])
                == [1: .taken(.recorded)])
        // One left already, and has a record of its own.
        #expect(
            findings(["a", "b"], [(.enqueued, "a"), (.enqueued, "b"), (.dequeued, ""), (.taken, "")])
                == [1: .queued(.enqueued), 2: .taken(.recorded)])
        // The queue from before is not known.
        #expect(
            findings(["a"], offsets: [5], [(.enqueued, "x"), (.enqueued, "a"), (.withdrawn, "x"), (.taken, "")])
                == [1: .taken(.recorded)])
        #expect(findings(["a"], [(.taken, "")]).isEmpty)
    }

    @Test func `One that left the queue is not taken before its record is there`() {
        #expect(findings(["a"], [(.enqueued, "a"), (.dequeued, "")]) == [1: .queued(.enqueued)])
        #expect(findings(["a"], [(.enqueued, "a"), (.dequeued, ""), (.taken, "a")]) == [1: .taken(.recorded)])
    }

    @Test func `A record joined of a person's prompts and ours proves ours`() {
        let queued: [(PromptTrace.Kind, String)] = [
            (.enqueued, "by hand"), (.enqueued, "a"), (.enqueued, "more\nby hand"), (.dequeued, ""), (.dequeued, ""),
            (.dequeued, ""),
        ]
        #expect(findings(["a"], queued + [(.taken, "by hand\na\nmore\nby hand")]) == [1: .taken(.recorded)])
        #expect(findings(["a"], queued + [(.taken, "by hand\nab\nmore\nby hand")]) == [1: .queued(.enqueued)])
        #expect(findings(["a"], queued + [(.taken, "by hand\na\nmore\nby hand, x")]) == [1: .queued(.enqueued)])
    }
}

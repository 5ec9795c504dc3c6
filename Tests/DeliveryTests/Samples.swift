import Delivery
import Model

let noon = Timestamp(milliseconds: 1_795_000_000_000)

func prompt(
    _ text: String = "hello", when: Delivery.When = .now, at start: Double? = nil, expires: Double? = nil,
    submit: Bool = true
) -> Model.Delivery {
    guard let session = SessionID("000000000001") else { preconditionFailure("an id") }
    return Model.Delivery(
        id: 1, session: session, name: nil, key: nil, text: text, submit: submit, when: when,
        notBefore: start.map { noon.adding(seconds: $0) }, expires: expires.map { noon.adding(seconds: $0) },
        created: noon)
}

extension SessionSight {
    /// An agent that runs and is in this state.
    static func agent(
        _ state: AgentState, menu: Bool = false, hold: String? = nil, queues: Bool = true, reads: Bool = true,
        transcript: Bool = true, heard: Bool = true, breaksQueue: Bool = false, records: Bool = false,
        age: Double = 3600
    ) -> SessionSight {
        SessionSight(
            wanted: .running, process: .running, state: state, hasMenu: menu, limitHold: hold, queuesPrompts: queues,
            readsComposer: reads, keepsTranscript: transcript, recordsQueue: records, isHeard: heard,
            breaksQueue: breaksQueue, age: age)
    }
}

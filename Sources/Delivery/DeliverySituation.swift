package import Model

/// What is known of a session when one of its prompts is to be typed.
package struct SessionSight: Sendable, Hashable {
    package var wanted: WantedState
    package var process: ProcessState
    package var state: AgentState
    /// A menu stands on the screen.
    package var hasMenu: Bool
    /// Why a limit holds its prompts back.
    package var limitHold: String?
    /// The agent takes prompts while it works.
    package var queuesPrompts: Bool
    /// Its composer can be read.
    package var readsComposer: Bool
    /// It keeps a transcript that shows prompts.
    package var keepsTranscript: Bool
    /// Its transcript shows at once what it puts into its queue.
    package var recordsQueue: Bool
    /// Its composer was seen to show what is typed.
    package var isHeard: Bool
    /// In its queue are prompts that this one would overtake, or be overtaken by.
    package var breaksQueue: Bool
    /// Seconds since the agent was launched.
    package var age: Double

    package init(
        wanted: WantedState, process: ProcessState, state: AgentState, hasMenu: Bool = false,
        limitHold: String? = nil, queuesPrompts: Bool = true, readsComposer: Bool = true,
        keepsTranscript: Bool = true, recordsQueue: Bool = false, isHeard: Bool = true,
        breaksQueue: Bool = false, age: Double = 3600
    ) {
        self.wanted = wanted
        self.process = process
        self.state = state
        self.hasMenu = hasMenu
        self.limitHold = limitHold
        self.queuesPrompts = queuesPrompts
        self.readsComposer = readsComposer
        self.keepsTranscript = keepsTranscript
        self.recordsQueue = recordsQueue
        self.isHeard = isHeard
        self.breaksQueue = breaksQueue
        self.age = age
    }

    /// An agent runs and has drawn its composer.
    var isReady: Bool {
        process == .running && state != .starting && (state != .unknown || !readsComposer)
    }

    var isWorking: Bool { state == .working || state == .compacting }
}

/// What a fresh look at the pane shows.
package struct ComposerSight: Sendable, Hashable {
    /// What stands in the composer; nil where it is empty.
    package var draft: String?
    /// The draft is the prompt that we typed last, and no person has typed since: nobody else's text. Seconds for
    /// which it has stood there; nil where it is a person's, or may be.
    package var oursFor: Double?
    /// A mode such as copy mode covers the pane.
    package var isInMode: Bool
    /// Seconds since a person last typed in a terminal that shows the session; nil where none does.
    package var sincePerson: Double?
    /// Seconds for which the screen has stayed as it is.
    package var restedFor: Double

    package init(
        draft: String? = nil, oursFor: Double? = nil, isInMode: Bool = false, sincePerson: Double? = nil,
        restedFor: Double = 60
    ) {
        self.draft = draft
        self.oursFor = oursFor
        self.isInMode = isInMode
        self.sincePerson = sincePerson
        self.restedFor = restedFor
    }
}

/// What is known of an attempt to type a prompt.
package struct AttemptSight: Sendable, Hashable {
    /// How far it came, by the note that tmux keeps with each deed.
    package enum Stage: Sendable, Hashable {
        /// Nothing was typed.
        case none
        case pasted
        /// Enter was pressed as often.
        case entered(Int)
    }

    package var stage: Stage
    /// The agent that it was typed into still runs.
    package var isSameAgent: Bool
    /// The text stands in the composer, as far as can be seen.
    package var isStanding: Bool
    /// Seconds for which it has been seen there.
    package var standingFor: Double
    /// Seconds since the last deed: the paste, or an Enter.
    package var sinceDeed: Double
    package var form: TypingForm
    /// What transcript and hooks show of it.
    package var trace: DeliveryLedger.Finding?

    package init(
        stage: Stage, isSameAgent: Bool = true, isStanding: Bool = false, standingFor: Double = 0,
        sinceDeed: Double = 0, form: TypingForm = .paste, trace: DeliveryLedger.Finding? = nil
    ) {
        self.stage = stage
        self.isSameAgent = isSameAgent
        self.isStanding = isStanding
        self.standingFor = standingFor
        self.sinceDeed = sinceDeed
        self.form = form
        self.trace = trace
    }
}

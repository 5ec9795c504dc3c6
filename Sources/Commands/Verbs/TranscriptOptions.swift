import ArgumentParser

/// What of a transcript is shown.
struct TranscriptOptions: ParsableArguments {
    @Flag(name: .long, help: "Show what the agent thought, where its transcript has it.")
    var thinking = false

    @Flag(name: .long, help: "Show the agent's own bookkeeping as well.")
    var meta = false
}

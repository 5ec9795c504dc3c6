extension DemoAgentKind {
    /// It writes what Claude writes.
    package var conversations: (any ConversationHabits)? { ClaudeConversations(isDemo: true) }
}

package import Model

extension DefinedAgentKind {
    /// A kind that extends another is logged in as that is.
    package func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID {
        base.account(environment, home: home, files: files)
    }
}

package import Model
import Transcripts

extension CodexAgent {
    /// `auth.json` of CODEX_HOME: the account's id, or the key; else a key of the environment, else the folder.
    package func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID {
        let folder = environment.filled("CODEX_HOME") ?? "\(home)/.codex"
        let words =
            files.words(of: "\(folder)/auth.json", Self.subscriber)
            ?? ["CODEX_API_KEY", "OPENAI_API_KEY"].lazy.compactMap { environment.filled($0) }.first
            .map { "key-" + AccountName.digest($0) }
        return AccountID(rawValue: "codex:" + (words ?? "home-" + AccountName.digest(folder)))
    }

    private static func subscriber(_ bytes: [UInt8]) -> String? {
        guard let login = RawJSON(bytes[...]).members(["tokens", "OPENAI_API_KEY"]) else { return nil }
        if let id = login["tokens"]?.members(["account_id"])?["account_id"]?.text.flatMap(AccountName.plain) {
            return id
        }
        guard let key = login["OPENAI_API_KEY"]?.text, !key.isEmpty else { return nil }
        return "key-" + AccountName.digest(key)
    }
}

extension DemoAgentKind {
    /// `CCMUX_DEMO_ACCOUNT`, so that limits can be tried; else every demo agent of a home shares one.
    package func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID {
        let given = environment.filled("CCMUX_DEMO_ACCOUNT").flatMap(AccountName.plain)
        let folder = environment.filled("CCMUX_DEMO_HOME") ?? environment["CCMUX_HOME"] ?? home
        return AccountID(rawValue: "demo:" + (given ?? "home-" + AccountName.digest(folder)))
    }
}

package import Model
import Transcripts

extension ClaudeAgent {
    /// In the order in which Claude itself looks for a login: a cloud's, a token or key of the environment, the
    /// subscription that the user is logged in with. The same key at another address is another account.
    package func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID {
        AccountID(rawValue: "claude:" + login(environment, home: home, files: files))
    }

    private func login(_ environment: [String: String], home: String, files: AccountFiles) -> String {
        for (flag, cloud, scope) in Self.clouds where environment.filled(flag).map({ $0 != "0" }) == true {
            return "\(cloud)-" + AccountName.digest(scope.map { environment[$0] ?? "" }.joined(separator: "\n"))
        }
        let address = environment["ANTHROPIC_BASE_URL"] ?? ""
        for name in ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"] {
            if let secret = environment.filled(name) { return "key-" + AccountName.digest(secret, address) }
        }
        if let token = environment.filled("CLAUDE_CODE_OAUTH_TOKEN") { return "token-" + AccountName.digest(token) }
        let folder = Self.folder(environment, home: home, directory: environment["PWD"] ?? home)
        // With CLAUDE_CONFIG_DIR the file is inside that folder, and the one in the home is another login's.
        let paths =
            environment.filled("CLAUDE_CONFIG_DIR") == nil ? ["\(home)/.claude.json"] : ["\(folder)/.claude.json"]
        for path in paths {
            if let words = files.words(of: path, Self.subscriber) { return words }
        }
        return "home-" + AccountName.digest(folder)
    }

    private static let clouds: [(flag: String, cloud: String, scope: [String])] = [
        (
            "CLAUDE_CODE_USE_BEDROCK", "bedrock",
            ["AWS_PROFILE", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_BEARER_TOKEN_BEDROCK"]
        ),
        ("CLAUDE_CODE_USE_VERTEX", "vertex", ["ANTHROPIC_VERTEX_PROJECT_ID", "CLOUD_ML_REGION"]),
    ]

    /// `oauthAccount` of `.claude.json`: an address, and the organization, since one person may be in several.
    private static func subscriber(_ bytes: [UInt8]) -> String? {
        let wanted: Set<String> = ["emailAddress", "accountUuid", "organizationUuid"]
        guard let account = RawJSON(bytes[...]).members(["oauthAccount"])?["oauthAccount"]?.members(wanted) else {
            return nil
        }
        let names = ["emailAddress", "accountUuid"].lazy.compactMap { account[$0]?.text.flatMap(AccountName.plain) }
        guard let name = names.first else { return nil }
        return name + (account["organizationUuid"]?.text.flatMap(AccountName.plain).map { "+" + $0.prefix(8) } ?? "")
    }
}

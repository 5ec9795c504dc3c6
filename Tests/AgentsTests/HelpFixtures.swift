/// What the agents print for `--help`, shortened to some options; the layout is theirs, line by line.
enum HelpFixtures {
    static let claude1 = #"""
        Usage: claude [options] [command] [prompt]

        Claude Code - starts an interactive session by default, use -p/--print for
        non-interactive output

        Arguments:
          prompt                                            Your prompt

        Options:
          --disallowedTools, --disallowed-tools <tools...>  Comma or space-separated list of tool names to deny
          --fork-session                                    When resuming, create a new session ID instead of
          --model <model>                                   Model for the current session. Provide an alias for
          --output-format <format>                          Output format (only works with --print): "text"
          --permission-mode <mode>                          Permission mode to use for the session (choices: "acceptEdits", "bypassPermissions", "default", "delegate", "dontAsk", "plan")
          -p, --print                                       Print response and exit (useful for pipes). Note:
          -r, --resume [value]                              Resume a conversation by session ID, or open
          --session-id <uuid>                               Use a specific session ID for the conversation
          --settings <file-or-json>                         Path to a settings JSON file or a JSON string to
          -v, --version                                     Output the version number

        Commands:
          doctor                                            Check the health of your Claude Code auto-updater
          install [options] [target]                        Install Claude Code native build. Use [target] to
          mcp                                               Configure and manage MCP servers
        """#

    static let claude139 = #"""
        Usage: claude [options] [command] [prompt]

        Claude Code - starts an interactive session by default, use -p/--print for
        non-interactive output

        Arguments:
          prompt                                            Your prompt

        Options:
          --disallowedTools, --disallowed-tools <tools...>  Comma or space-separated list of tool names to deny
          --exclude-dynamic-system-prompt-sections          Move per-machine sections (cwd, env info, memory
          --fork-session                                    When resuming, create a new session ID instead of
          --model <model>                                   Model for the current session. Provide an alias for
          -n, --name <name>                                 Set a display name for this session (shown in the
          --output-format <format>                          Output format (only works with --print): "text"
          --permission-mode <mode>                          Permission mode to use for the session (choices: "acceptEdits", "auto", "bypassPermissions", "default", "dontAsk", "plan")
          -p, --print                                       Print response and exit (useful for pipes). Note:
          --remote-control [name]                           Start an interactive session with Remote Control
          --remote-control-session-name-prefix <prefix>     Prefix for auto-generated Remote Control session
          -r, --resume [value]                              Resume a conversation by session ID, or open
          --session-id <uuid>                               Use a specific session ID for the conversation
          --settings <file-or-json>                         Path to a settings JSON file or a JSON string to
          -v, --version                                     Output the version number

        Commands:
          agents [options]                                  Manage background and configured agents
          auth                                              Manage authentication
          auto-mode                                         Inspect auto mode classifier configuration
        """#

    static let claude329 = #"""
        Usage: claude [options] [command] [prompt]

        Claude Code - starts an interactive session by default, use -p/--print for
        non-interactive output

        Arguments:
          prompt                                Your prompt

        Options:
          --bg, --background                    Start the session in the background and
                                                return immediately. Prints the id that
                                                `claude attach`, `logs`, `stop` and `rm`
                                                take; `claude agents` lists them. With
                                                --resume <session-id>, continues that
                                                session in the background under the same
                                                ID, or starts a copy and says so when
                                                the session is already running
          --disallowedTools, --disallowed-tools <tools...>
              Comma or space-separated list of tool names to deny (e.g. "Bash(git *)
              Edit")
          --exclude-dynamic-system-prompt-sections
              Move per-machine sections (cwd, env info, memory paths, git status) from
              the system prompt into the first user message. Improves cross-user
              prompt-cache reuse. Only applies with the default system prompt (ignored
              with --system-prompt). (default: false)
          --fork-session                        When resuming, create a new session ID
                                                instead of reusing the original (use
                                                with --resume or --continue)
          --model <model>                       Model for the current session. Use an
                                                alias for the latest model (e.g.
                                                'fable', 'opus', or 'sonnet') or a
                                                model's full name.
          -n, --name <name>                     Set a display name for this session
                                                (shown in the prompt box, /resume
                                                picker, and terminal title). Also names
                                                a new cloud session.
          --output-format <format>              Output format (only works with --print):
                                                "text" (default), "json" (single
                                                result), or "stream-json" (realtime
                                                streaming) (choices: "text", "json",
                                                "stream-json")
          --permission-mode <mode>              Permission mode to use for the session
                                                (choices: "acceptEdits", "auto",
                                                "bypassPermissions", "manual",
                                                "dontAsk", "plan")
          -p, --print                           Print response and exit (useful for
                                                pipes). Note: The workspace trust dialog
                                                is skipped when Claude is run in
                                                non-interactive mode (via -p, or when
                                                stdout is not a TTY, e.g. piped or
                                                redirected output). Only use this in
                                                directories you trust. Settings files
                                                that fail validation are silently
                                                ignored in this mode (no error dialog is
                                                shown).
          --remote-control [name]               Start an interactive session with Remote
                                                Control enabled (optionally named)
          --remote-control-session-name-prefix <prefix>
              Prefix for auto-generated Remote Control session names (default: hostname)
          -r, --resume [value]                  Resume a conversation by session ID or
                                                name, or pick from a list (optionally
                                                with a search term)
          --session-id <uuid>                   Use a specific session ID for the
                                                conversation (must be a valid UUID)
          --settings <file-or-json>             Settings file or JSON string to load
                                                more settings from
          -v, --version                         Output the version number

        Commands:
        """#

    static let codex = #"""
        Codex CLI

        If no subcommand is specified, options will be forwarded to the interactive CLI.

        Usage: codex [OPTIONS] [PROMPT]

        Commands:
          agents            Browse all agent sessions on the shared local app-server daemon
          exec              Run Codex non-interactively [aliases: e]
          review            Run a code review non-interactively
          login             Manage login

        Arguments:

        Options:
          -c, --config <key=value>
                  Override a configuration value that would otherwise be loaded from `~/.codex/config.toml`.
                  Use a dotted path (`foo.bar.baz`) to override nested values. The `value` portion is parsed
                  as TOML. If it fails to parse as TOML, the raw string is used as a literal.

                  Examples: - `-c model="o3"` - `-c 'sandbox_permissions=["disk-full-read-access"]'` - `-c
                  shell_environment_policy.inherit=all`

          -m, --model <MODEL>
                  Model the agent should use

          -s, --sandbox <SANDBOX_MODE>
                  Select the sandbox policy to use when executing model-generated shell commands

                  [possible values: read-only, workspace-write, danger-full-access]

          -C, --cd <DIR>
                  Tell the agent to use the specified directory as its working root

              --worktree
                  Run the session in a new managed Git worktree

          -a, --ask-for-approval <APPROVAL_POLICY>
                  Configure when the model requires human approval before executing a command

                  Possible values:
                  - on-request: The model decides when to ask the user for approval
                  - never:      Never ask for user approval Execution failures are immediately returned to
                    the model

              --no-daemon
                  Run without the shared background server, even if it is already running

          -h, --help
                  Print help (see a summary with '-h')
        """#
}

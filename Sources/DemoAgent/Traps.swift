/// Answers that quote what an agent's own screen looks like: a reader that goes by words anywhere is fooled by them.
enum Traps {
    static func text(_ name: String) -> String {
        switch name {
        case "menu":
            """
            It will show this:
            ────────────────────────────────────────
             Bash command

               rm -rf build

             Do you want to proceed?
             ❯ 1. Yes
               2. No

             Esc to cancel
            """
        case "spinner": "While it works it says\n✻ Working… (3s · 12 tokens · esc to interrupt)"
        case "limit": "At the limit it says\n  ⎿  You've hit your 5-hour limit · resets 3pm (UTC)"
        default: "The composer is\n────────────────\n❯ draft\n────────────────\n  default mode on"
        }
    }
}

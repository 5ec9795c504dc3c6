/// The style sheet of an exported page: it needs nothing from elsewhere.
enum TranscriptPageStyle {
    static let css = """
        :root { color-scheme: light dark; --text: #1c1e21; --back: #fdfdfc; --faint: #6a6f76; --line: #dcdfe3;
          --block: #f2f3f5; --prompt: #eaf3ea; --mark: #2d7d3a; --bad: #b3261e; --warn: #8a6100; }
        @media (prefers-color-scheme: dark) { :root { --text: #e3e5e8; --back: #16181b; --faint: #9aa0a8;
          --line: #34383e; --block: #202328; --prompt: #1d2a20; --mark: #7cc98a; --bad: #ff8a80; --warn: #e0b050; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 56rem; color: var(--text); background: var(--back);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.4rem; line-height: 1.25; margin: .5rem 0; }
        h2 { font-size: .8rem; font-weight: 600; color: var(--faint); margin: 1.2rem 0 .3rem; }
        h2 b { color: var(--text); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .85rem; margin: 0; }
        dt { color: var(--faint); } dd { margin: 0; }
        section { border-top: 1px solid var(--line); margin-top: 1.2rem; }
        .text { white-space: pre-wrap; margin: .4rem 0; }
        .prompt { background: var(--prompt); border-left: 3px solid var(--mark); border-radius: 4px;
          padding: .4rem .8rem; }
        pre { background: var(--block); border-radius: 4px; padding: .6rem .8rem; margin: .4rem 0; max-height: 40rem;
          overflow: auto; white-space: pre-wrap; font: .82rem/1.4 ui-monospace, Menlo, Consolas, monospace; }
        code { font: .85em ui-monospace, Menlo, Consolas, monospace; }
        details { margin: .3rem 0; font-size: .9rem; } summary { cursor: pointer; padding: .15rem 0; }
        .ok, .meta, .cut, footer { color: var(--faint); } .error { color: var(--bad); }
        .open, .notice { color: var(--warn); } .thinking { color: var(--faint); font-style: italic; }
        .boundary { text-align: center; color: var(--faint); font-size: .85rem; margin: 1rem 0; }
        footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .6rem; font-size: .8rem; }
        @media print { pre { max-height: none; } }
        """
}

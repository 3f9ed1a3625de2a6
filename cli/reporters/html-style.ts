/** The look of the HTML report: readable on a screen, in the dark, and on paper. No colour is the only bearer of a meaning. */

/** Every text colour has a contrast of at least 4.5:1 to both grounds of its scheme (WCAG 2.2, 1.4.3); a test computes it. */
export const style = `
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f4f6f8; --line: #818a93; --text: #1b1f24; --soft: #57606a;
  --broken: #a40e26; --unknown: #7a4d00; --kept: #116329; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --panel: #171c24; --line: #6e7681; --text: #e6edf3; --soft: #9ea7b1;
    --broken: #ff8a80; --unknown: #e3b341; --kept: #56d364; --link: #79c0ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", Meiryo, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.3; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
h3 { margin-top: 2rem; }
h4 { margin: 0 0 0.25rem; }
a { color: var(--link); }
code { font: 0.9em/1.5 ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace; unicode-bidi: isolate; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; color: var(--soft); padding-bottom: 0.5rem; }
th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); font-weight: inherit; }
thead th { font-weight: 600; background: var(--panel); }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.soft { color: var(--soft); }
.broken, .error { color: var(--broken); }
.unknown, .warning { color: var(--unknown); }
.kept { color: var(--kept); }
.verdict, .label { font-weight: 600; }
article { margin: 1rem 0; padding: 0.8rem 1rem; background: var(--panel); border-inline-start: 0.3rem solid var(--line); }
article p { margin: 0.25rem 0; }
ol, ul { margin: 0.25rem 0; padding-inline-start: 1.6rem; }
@media (max-width: 40rem) { table { font-size: 0.85rem; } th, td { padding: 0.35rem 0.2rem; } thead .number { writing-mode: vertical-rl; text-align: start; } }
@media print { body { max-width: none; } article, tr { break-inside: avoid; } }
`;

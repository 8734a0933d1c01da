/** Style of the coverage page: light and dark, on paper too. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #57606a; --page: #ffffff; --line: #d0d7de; --card: #f6f8fa;
  --good: #116329; --warn: #7d4e00; --bad: #a40e26; --left: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9aa4af; --page: #0d1117; --line: #30363d;
  --card: #161b22; --good: #56d364; --warn: #e3b341; --bad: #ff7b72; --left: #9aa4af; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--page); }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
.of { color: var(--faint); margin: 0 0 1.5rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .5rem; }
button, input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: .4rem; padding: .35rem .7rem; }
button { cursor: pointer; }
button[aria-pressed=true] { background: var(--ink); color: var(--page); }
input { min-width: 16rem; flex: 1; }
:focus-visible { outline: 3px solid #0969da; outline-offset: 2px; }
[role=status] { color: var(--faint); min-height: 1.5rem; margin: 0 0 1rem; }
ul { list-style: none; margin: 0; padding: 0; }
.unit { margin: .25rem 0; }
.unit > details > summary { font-weight: 600; padding: .3rem 0; cursor: pointer; }
.unit > details > ul { margin-left: .55rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.sum { font-weight: 400; color: var(--faint); }
.account { border: 1px solid var(--line); border-radius: .4rem; background: var(--card); margin: .35rem 0;
  padding: .35rem .7rem; }
.account summary, .account > div { display: grid; grid-template-columns: 9rem 8rem 1fr; gap: .75rem; cursor: default; }
.account summary { cursor: pointer; }
.account summary .name::after { content: " ▸" / ""; color: var(--faint); }
.account details[open] summary .name::after { content: " ▾" / ""; }
.status { font-weight: 600; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .left { color: var(--left); }
.id { font-variant-numeric: tabular-nums; }
.name { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--page); border: 1px solid var(--line);
  border-radius: .4rem; padding: .6rem; font-size: .85rem; }
h3 { font-size: .95rem; margin: .75rem 0 .25rem; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { .account summary, .account > div { grid-template-columns: 1fr; gap: 0; } }
@media print { form, [role=status] { display: none; } body { max-width: none; padding: 0; }
  .account { break-inside: avoid; } }
`;

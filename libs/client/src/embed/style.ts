/** The colours of the shop's own pages (libs/web/src/palette.ts), light and dark by the reader's choice. */
export const css = `
:host {
  --card: #ffffff; --ink: #1b1a17; --muted: #5f5b52; --line: #b9b2a3;
  --brand: #c2410c; --brand-ink: #ffffff; --bad: #b42318;
  display: block;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --card: #1d1b19; --ink: #f3efe7; --muted: #aea698; --line: #5d564c;
    --brand: #fb923c; --brand-ink: #231003; --bad: #ff9d92;
  }
}
section {
  box-sizing: border-box; max-width: 26rem; padding: 1.25rem;
  border: 1px solid var(--line); border-radius: 0.75rem;
  background: var(--card); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; text-align: start;
}
h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0.5rem 0 0; }
.facts { color: var(--muted); font-size: 0.9rem; }
.state { font-weight: 600; }
.time { font-size: 2rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.note { color: var(--bad); }
label { display: block; margin-top: 0.75rem; font-size: 0.9rem; }
input {
  box-sizing: border-box; display: block; width: 100%; min-height: 2.75rem; margin-top: 0.25rem; padding: 0 0.75rem;
  border: 1px solid var(--line); border-radius: 0.5rem;
  background: transparent; color: inherit; font: inherit;
}
button {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 0.75rem; padding: 0 1rem;
  border: 1px solid var(--brand); border-radius: 0.5rem;
  background: var(--brand); color: var(--brand-ink); font: inherit; font-weight: 600; cursor: pointer;
}
button.quiet { border-color: var(--line); background: transparent; color: inherit; }
button:disabled { opacity: 0.6; cursor: default; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
[hidden] { display: none; }
.hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
`;

/** All of the page's style: nothing else is loaded. */
export const plainStyle = `:root{color-scheme:light dark;--paper:#f6f4ef;--ink:#1b1a17;--edge:#857e70;--brand:#c2410c;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#131211;--ink:#f3efe7;--brand:#fb923c;--on:#231003}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:1rem}h1{line-height:1.2}a{color:inherit}
form{margin:1rem 0}label{display:block;font-weight:600}
input,button{box-sizing:border-box;width:100%;min-height:2.75rem;margin:.25rem 0;padding:.5rem;border:1px solid var(--edge);border-radius:.625rem;background:none;color:inherit;font:inherit}
button{border-color:transparent;background:var(--brand);color:var(--on);font-weight:600;cursor:pointer}
summary{min-height:2.75rem;cursor:pointer}
[role=alert]{padding:.75rem;border:2px solid}`;

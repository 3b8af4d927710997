/** All of the page's style: nothing else is loaded. */
export const plainStyle = `:root{color-scheme:light dark}body{margin:0;font:1rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:1rem}h1{line-height:1.2}
form{margin:1rem 0}label{display:block;font-weight:600}
input,button{box-sizing:border-box;width:100%;min-height:2.75rem;margin:.25rem 0;padding:.5rem;font:inherit}
button{font-weight:600;cursor:pointer}summary{min-height:2.75rem;cursor:pointer}
[role=alert]{padding:.75rem;border:2px solid}`;

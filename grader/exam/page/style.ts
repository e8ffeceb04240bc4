/** The look of the exam's page: text on the reader's own colours, in both themes. */
export const STYLE = `:root{color-scheme:light dark;--line:#767676;--soft:light-dark(#595959,#b0b0b0);--bad:light-dark(#a3120f,#ffb3ad);scroll-padding-top:6rem}
*{box-sizing:border-box}
html{background:light-dark(#fff,#141414);color:light-dark(#1a1a1a,#ececec)}
body{font:1rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:48rem;padding:0 1rem 4rem;overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
header{position:sticky;top:0;background:light-dark(#fff,#141414);border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:0 1.5rem;align-items:baseline;padding:.4rem 0;z-index:1}
header p{margin:0}
#clock{font-variant-numeric:tabular-nums;font-size:1.25rem}
#said,.problem{font-weight:600}
.problem{color:var(--bad)}
.note,.said{color:var(--soft);font-weight:400;font-size:.9375rem}
a{color:light-dark(#0a4a9e,#9cc4ff)}
nav ol{padding-inline-start:1.5rem}
nav a,nav li{line-height:1.9}
section{border-top:1px solid var(--line);margin-top:2rem}
pre{overflow:auto;padding:.6rem;border:1px solid var(--line);border-radius:.3rem;max-height:24rem}
code{font-family:ui-monospace,monospace;font-size:.92em}
fieldset{border:1px solid var(--line);border-radius:.3rem}
fieldset p{margin:.3rem 0}
label{display:inline-block;padding:.15rem 0}
input[type=checkbox],input[type=radio]{width:1.25rem;height:1.25rem;vertical-align:-.25rem;margin:.1rem .4rem .1rem 0}
input[type=text],select,button{font:inherit;min-height:2rem;padding:.2rem .6rem}
input[type=text]{width:100%;max-width:28rem}
input[type=text],select,button{background:light-dark(#fff,#141414);color:inherit;border:1px solid var(--line);border-radius:.3rem}
button{font-weight:600;cursor:pointer}
button:disabled{color:var(--soft);cursor:default}
summary{min-height:1.75rem}
.letter{font-weight:700}
.options{list-style:none;padding:0}
.skip{position:absolute;inset-inline-start:-99rem}
.skip:focus{inset-inline-start:1rem;top:.5rem;background:light-dark(#fff,#141414);padding:.4rem;z-index:2}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
.scripted .keep,.scripted .unscripted{display:none}
.clockless .clock{visibility:hidden}
@media print{header{position:static}}
`

/** The rules of the classes in drawings. They follow the reader's theme, contrast, print and wish for motion. */

/**
 * Colours are custom properties, so that a site may set them: `--draw-text`, `--draw-muted`, `--draw-paper`, `--draw-machine`, `--draw-pod`, `--draw-card`,
 * `--draw-line`, `--draw-way`, `--draw-reply`, `--draw-yes`, `--draw-no`, `--draw-chosen`, `--draw-ended`. Text on all of the surfaces has a
 * contrast of at least 4.5:1, lines that mean something one of 3:1.
 */
export const LIGHT: Readonly<Record<string, string>> = {
  text: '#1d2430',
  muted: '#505a69',
  paper: '#ffffff',
  machine: '#f4f6f9',
  pod: '#e8f0fb',
  card: '#ffffff',
  chosen: '#e6f4ec',
  ended: '#fcebe8',
  line: '#7b8798',
  way: '#1f5fbf',
  reply: '#7a4a9e',
  yes: '#1c7546',
  no: '#b3372b',
}

export const DARK: Readonly<Record<string, string>> = {
  text: '#e8ebf0',
  muted: '#b3bcc9',
  paper: '#14181f',
  machine: '#1b212a',
  pod: '#1e2c42',
  card: '#232a35',
  chosen: '#1b3429',
  ended: '#3d2422',
  line: '#7f8b9d',
  way: '#7cb0ff',
  reply: '#cfa3ec',
  yes: '#6fcf9a',
  no: '#ff9b8d',
}

/** Where more contrast is asked for: text of at least 7:1, lines of 4.5:1, and surfaces that are told apart by their borders alone. */
export const LIGHT_CONTRAST: Readonly<Record<string, string>> = {
  text: '#000000',
  muted: '#1c1c1c',
  paper: '#ffffff',
  machine: '#ffffff',
  pod: '#ffffff',
  card: '#ffffff',
  chosen: '#ffffff',
  ended: '#ffffff',
  line: '#000000',
  way: '#0a3f94',
  reply: '#58277d',
  yes: '#0a5228',
  no: '#8f1a10',
}

export const DARK_CONTRAST: Readonly<Record<string, string>> = {
  text: '#ffffff',
  muted: '#ececec',
  paper: '#000000',
  machine: '#000000',
  pod: '#000000',
  card: '#000000',
  chosen: '#000000',
  ended: '#000000',
  line: '#ffffff',
  way: '#a5cbff',
  reply: '#e2c4f8',
  yes: '#9be8bd',
  no: '#ffb9af',
}

const SYSTEM: Readonly<Record<string, string>> = {
  text: 'CanvasText',
  muted: 'CanvasText',
  paper: 'Canvas',
  machine: 'Canvas',
  pod: 'Canvas',
  card: 'Canvas',
  chosen: 'Canvas',
  ended: 'Canvas',
  line: 'CanvasText',
  way: 'LinkText',
  reply: 'CanvasText',
  yes: 'CanvasText',
  no: 'CanvasText',
}

const properties = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--draw-${name}:${value}`)
    .join(';')

const RULES = `
.draw{display:block;margin-inline:auto;flex:none;overflow:visible}
.draw text{font:13px/1 var(--draw-sans,system-ui,-apple-system,'Segoe UI','Noto Sans','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif);fill:var(--draw-text);word-spacing:0}
.draw .h{font-size:14px;font-weight:600}
.draw .n{font-size:12px}
.draw .m{font:12px/1 var(--draw-mono,ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK KR',monospace)}
.draw .i{font-size:12px;font-weight:600;text-anchor:middle}
.draw .u{fill:var(--draw-muted)}
.draw .a{text-anchor:middle}
.draw .z{text-anchor:end}
.draw rect{fill:var(--draw-card);stroke:var(--draw-line)}
.draw .f{fill:var(--draw-machine)}
.draw .p{fill:var(--draw-pod);stroke:var(--draw-way)}
.draw .k{stroke:var(--draw-way);stroke-width:1.5}
.draw .q{fill:var(--draw-chosen);stroke:var(--draw-yes);stroke-width:2}
.draw .g{fill:none;stroke-dasharray:4 3}
.draw .j{fill:var(--draw-chosen);stroke:none}
.draw .b{fill:none;stroke:var(--draw-way);stroke-width:1.5}
.draw .x{fill:var(--draw-ended);stroke:var(--draw-no);stroke-width:2}
.draw path{fill:none;stroke:var(--draw-line)}
.draw .w{stroke:var(--draw-way);stroke-width:2.5;stroke-linejoin:round}
.draw .r{stroke:var(--draw-reply);stroke-width:2;stroke-dasharray:6 4;stroke-linejoin:round}
.draw .e{stroke:var(--draw-no);stroke-width:2.5}
.draw .wh{fill:var(--draw-way);stroke:none}
.draw .rh{fill:var(--draw-reply);stroke:none}
.draw .eh{fill:var(--draw-no);stroke:none}
.draw .lh{fill:var(--draw-line);stroke:none}
.draw .y{stroke:var(--draw-yes);stroke-width:2.5}
.draw .o{stroke:var(--draw-no);stroke-width:2.5}
.draw .d{fill:var(--draw-paper);stroke:var(--draw-way);stroke-width:1.5}
.draw .s{fill:var(--draw-paper);stroke:var(--draw-way);stroke-width:2}
.draw .v{display:none;opacity:0}
.draw .wv{fill:var(--draw-way)}
.draw .rv{fill:var(--draw-reply)}
@media (prefers-reduced-motion:no-preference){.draw .v{display:inline}}
@media print{.draw .v{display:none}}
`

/** The stylesheet, for light and dark themes (`data-theme` on the root decides where it is set), more contrast, forced colours and print. */
export const DRAWING_STYLE = [
  `:root{${properties(LIGHT)}}`,
  `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${properties(DARK)}}}`,
  `:root[data-theme=dark]{${properties(DARK)}}`,
  `@media (prefers-contrast:more){:root{${properties(LIGHT_CONTRAST)}}:root[data-theme=dark]{${properties(DARK_CONTRAST)}}}`,
  `@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root:not([data-theme=light]){${properties(DARK_CONTRAST)}}}`,
  `@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){${properties(LIGHT)}}}`,
  `@media (forced-colors:active){:root,:root[data-theme=dark],:root:not([data-theme=light]){${properties(SYSTEM)}}.draw{forced-color-adjust:none}}`,
  RULES.trim().replaceAll('\n', ''),
  '',
].join('\n')

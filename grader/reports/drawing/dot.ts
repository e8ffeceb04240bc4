/** What every graph in DOT shares. @see https://graphviz.org/doc/info/lang.html */

/** A quoted string; lines are kept as lines. */
export const quoteDot = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)}"`

/** A whole graph. Its title is also its tooltip, which viewers read out. */
export const dotDocument = (title: string, lines: readonly string[]): string =>
  [
    'digraph netgrade {',
    `  graph [label=${quoteDot(title)}, tooltip=${quoteDot(title)}, labelloc=t, rankdir=LR, fontname=monospace];`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname=monospace];',
    '  edge [fontname=monospace];',
    ...lines.map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n')

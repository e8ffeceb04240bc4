/** Takes a script apart into the statements that can be run one after another, so that each prints when it is done. */

const CONTROL = /(?:^|[\s;&|(])(?:if|for|while|until|case|function|select)\s|<<|\(\)|[{}]|\\\n/u

/** `while true; do BODY; done`: the one loop that containers are kept alive with. */
const FOREVER = /^\s*while\s+(?:true|:|\[\s*1\s*\]|sleep\s+[\d.]+)\s*(?:;|\n)\s*do\b([\s\S]*?)(?:;|\n)\s*done\s*;?\s*$/u

export type Script =
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  | { readonly kind: 'forever'; readonly before: readonly string[]; readonly statements: readonly string[] }

/** A quoted text, an escaped letter, `;;`, or one letter. */
const PIECE = /"(?:\\[\s\S]|[^"\\])*"?|'[^']*'?|`[^`]*`?|\\[\s\S]?|;;|[\s\S]/gu

const split = (text: string): readonly string[] => {
  const statements: string[] = []
  let statement = ''
  // What stands in parentheses is one piece: a subshell, or a command whose output is taken.
  let depth = 0
  for (const [piece] of text.matchAll(PIECE)) {
    depth += piece === '(' ? 1 : piece === ')' ? -1 : 0
    if (depth === 0 && (piece === ';' || piece === '\n')) {
      statements.push(statement)
      statement = ''
    } else statement += piece
  }
  return [...statements, statement].map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))
}

export const parseScript = (text: string): Script => {
  const loop = text.search(/(?:^|[;\n]|(?<!&)&)\s*while\s/u)
  const head = loop <= 0 ? '' : text.slice(0, text[loop] === '&' ? loop + 1 : loop)
  const tail = loop < 0 ? '' : text.slice(loop).replace(/^[;\n&]+/u, '')
  const body = FOREVER.exec(tail)?.[1]
  if (body !== undefined && !CONTROL.test(head)) {
    return { kind: 'forever', before: split(head), statements: CONTROL.test(body) ? [body] : split(body) }
  }
  return { kind: 'statements', statements: CONTROL.test(text) ? [text] : split(text) }
}

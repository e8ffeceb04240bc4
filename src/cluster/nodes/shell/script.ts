/** Takes a script apart into the statements that can be run one after another, so that each prints when it is done. */

const CONTROL = /(?:^|[\s;&|(])(?:if|for|while|until|case|function|select)\s|<<|\(\)|[{}]|\\\n/u

/** `while true; do BODY; done`: the one loop that containers are kept alive with. */
const FOREVER = /^\s*while\s+(?:true|:|\[\s*1\s*\]|sleep\s+[\d.]+)\s*(?:;|\n)\s*do\b([\s\S]*?)(?:;|\n)\s*done\s*;?\s*$/u

export type Script =
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  | { readonly kind: 'forever'; readonly before: readonly string[]; readonly statements: readonly string[] }

const split = (text: string): readonly string[] => {
  const statements: string[] = []
  let current = ''
  let quote = ''
  // What stands in parentheses is one piece: a subshell, or a command whose output is taken.
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? ''
    if (quote !== '') {
      current += letter
      if (letter === '\\' && quote === '"') current += text[++index] ?? ''
      else if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'" || letter === '`') {
      quote = letter
      current += letter
    } else if (letter === '\\') current += letter + (text[++index] ?? '')
    else if (depth === 0 && ((letter === ';' && text[index + 1] !== ';') || letter === '\n')) {
      statements.push(current)
      current = ''
    } else {
      depth += letter === '(' ? 1 : letter === ')' ? -1 : 0
      current += letter
    }
  }
  statements.push(current)
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '' && !statement.startsWith('#'))
}

export const parseScript = (text: string): Script => {
  const loop = text.search(/(?:^|[;\n&])\s*while\s/u)
  const head = loop <= 0 ? '' : text.slice(0, loop)
  const tail = loop < 0 ? '' : text.slice(loop).replace(/^[;\n&]+/u, '')
  const body = FOREVER.exec(tail)?.[1]
  if (body !== undefined && !CONTROL.test(head)) {
    return { kind: 'forever', before: split(head), statements: CONTROL.test(body) ? [body] : split(body) }
  }
  return { kind: 'statements', statements: CONTROL.test(text) ? [text] : split(text) }
}

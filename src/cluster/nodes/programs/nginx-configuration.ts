/** Reads nginx's configuration as far as it decides what is listened on and what is answered. @see nginx documentation, "Beginner's Guide" and ngx_http_core_module */

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  readonly children?: readonly Directive[]
}

export type ParsedConfiguration =
  { readonly ok: true; readonly directives: readonly Directive[] } | { readonly ok: false; readonly message: string }

const TOKEN = /\s+|#[^\n]*|([{};])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s{};"'#][^\s{};]*)/uy

const tokenize = (text: string): readonly string[] => {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text)
    if (match === null) break
    const token = match[1] ?? match[2] ?? match[3] ?? match[4]
    if (token !== undefined) tokens.push(match[2] !== undefined || match[3] !== undefined ? `"${token}` : token)
  }
  return tokens
}

const unquote = (token: string): string =>
  token.startsWith('"') ? token.slice(1).replace(/\\(.)/gu, (_, letter: string) => (letter === 'n' ? '\n' : letter)) : token

interface Cursor {
  index: number
}

const parseBlock = (tokens: readonly string[], cursor: Cursor, nested: boolean): readonly Directive[] | string => {
  const directives: Directive[] = []
  let words: string[] = []
  for (;;) {
    const token = tokens[cursor.index++]
    if (token === undefined) {
      if (words.length > 0 || nested) return 'unexpected end of file, expecting ";" or "}"'
      return directives
    }
    if (token === ';') {
      const [name = '', ...args] = words
      directives.push({ name, args })
      words = []
    } else if (token === '{') {
      const children = parseBlock(tokens, cursor, true)
      if (typeof children === 'string') return children
      const [name = '', ...args] = words
      directives.push({ name, args, children })
      words = []
    } else if (token === '}') {
      return nested ? directives : 'unexpected "}"'
    } else words.push(unquote(token))
  }
}

export const parseConfiguration = (text: string): ParsedConfiguration => {
  const result = parseBlock(tokenize(text), { index: 0 }, false)
  return typeof result === 'string' ? { ok: false, message: result } : { ok: true, directives: result }
}

const toPattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '[^/]*')}$`, 'u')

/** Directives with `include` replaced by what the named files hold. */
export const expandIncludes = (
  directives: readonly Directive[],
  files: ReadonlyMap<string, string>,
  depth = 0,
): readonly Directive[] | string => {
  const expanded: Directive[] = []
  for (const directive of directives) {
    if (directive.name === 'include' && depth < 8) {
      const glob = directive.args[0] ?? ''
      const pattern = toPattern(glob.startsWith('/') ? glob : `/etc/nginx/${glob}`)
      for (const path of [...files.keys()].filter((name) => pattern.test(name)).sort()) {
        const parsed = parseConfiguration(files.get(path) ?? '')
        if (!parsed.ok) return `${parsed.message} in ${path}`
        const inner = expandIncludes(parsed.directives, files, depth + 1)
        if (typeof inner === 'string') return inner
        expanded.push(...inner)
      }
    } else if (directive.children === undefined) expanded.push(directive)
    else {
      const children = expandIncludes(directive.children, files, depth)
      if (typeof children === 'string') return children
      expanded.push({ ...directive, children })
    }
  }
  return expanded
}

export const childrenNamed = (directives: readonly Directive[] | undefined, name: string): readonly Directive[] =>
  (directives ?? []).filter((directive) => directive.name === name)

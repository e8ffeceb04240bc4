/** The form of a Corefile: servers with their zones, and directives with words and rows of their own. @see coredns corefile(5) */

export interface Row {
  /** Counted from one. */
  readonly line: number
  readonly words: readonly string[]
}

export interface Directive extends Row {
  readonly name: string
  /** What stands between its braces. */
  readonly rows: readonly Row[]
}

export interface Server {
  readonly line: number
  readonly keys: readonly string[]
  readonly directives: readonly Directive[]
}

/** Why CoreDNS does not start with a Corefile, in its own words. */
export class CorefileError extends Error {}

/** What is wrong in a row. */
export const parsing = (line: number, message: string): CorefileError =>
  new CorefileError(`/etc/coredns/Corefile:${line} - Error during parsing: ${message}`)

export const unexpected = (line: number, word: string, expected: string): CorefileError =>
  new CorefileError(`/etc/coredns/Corefile:${line} - Syntax error: Unexpected token '${word}', expecting '${expected}'`)

/** Words of a row; quotes hold spaces together, `#` begins a comment. */
const WORD = /"((?:\\.|[^"\\])*)"|(#.*)|([^\s"#][^\s]*)/gu

/** The rows of a Corefile that have words. */
export const rowsOf = (text: string): readonly Row[] =>
  text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .map((row, index) => ({
      line: index + 1,
      words: [...row.matchAll(WORD)].flatMap(([, quoted, comment, plain]) =>
        comment === undefined ? [quoted?.replaceAll('\\"', '"') ?? plain ?? ''] : [],
      ),
    }))
    .filter(({ words }) => words.length > 0)

/** DIFFERS: parts that import others are read as long as these are not more; CoreDNS goes on until it has no memory left (corefile.oracle.test.ts). */
const MOST_IMPORTED = 10_000

/** Goes through the rows of a file once. */
class Reader {
  private readonly rows: Row[]
  private readonly last: Row
  private imports = 0
  private readonly snippets = new Map<string, readonly Directive[]>()

  constructor(text: string) {
    this.rows = [...rowsOf(text)]
    this.last = this.rows.at(-1) ?? { line: 1, words: [] }
  }

  servers(): readonly Server[] {
    const servers: Server[] = []
    for (let row = this.rows.shift(); row !== undefined; row = this.rows.shift()) {
      const { line, keys } = this.keys(row)
      const directives = this.directives()
      const [, snippet] = /^\((.+)\)$/u.exec(keys[0] ?? '') ?? []
      if (snippet === undefined) servers.push({ line, keys, directives })
      else this.snippets.set(snippet, directives)
    }
    return servers
  }

  /** Zones may stand in several rows; the brace ends the last one, or stands alone. */
  private keys(first: Row): Pick<Server, 'line' | 'keys'> {
    const keys: string[] = []
    for (let row: Row | undefined = first; row !== undefined; row = this.rows.shift()) {
      keys.push(...row.words.map((word) => word.replace(/,$/u, '')).filter((word) => word !== ''))
      if (keys.at(-1) === '{') return { line: first.line, keys: keys.slice(0, -1) }
    }
    throw parsing(this.last.line, 'Unexpected EOF')
  }

  private directives(): readonly Directive[] {
    const found: Directive[] = []
    for (let row = this.rows.shift(); row !== undefined; row = this.rows.shift()) {
      const [name = '', ...words] = row.words
      if (name === '}') return found
      const { line } = row
      if (name === 'import') found.push(...this.imported(line, words))
      else if (words.at(-1) === '{') found.push({ line, name, words: words.slice(0, -1), rows: this.body() })
      else found.push({ line, name, words, rows: [] })
    }
    throw unexpected(this.last.line, this.last.words.at(-1) ?? '', '}')
  }

  private imported(line: number, [name = '']: readonly string[]): readonly Directive[] {
    const known = this.snippets.get(name)
    if (known === undefined) throw parsing(line, `File to import not found: ${name}`)
    this.imports += known.length
    if (this.imports > MOST_IMPORTED) throw parsing(line, `More than ${MOST_IMPORTED} directives are imported`)
    return known
  }

  private body(): readonly Row[] {
    const rows: Row[] = []
    for (let row = this.rows.shift(); row !== undefined; row = this.rows.shift()) {
      if (row.words[0] === '}') return rows
      rows.push(row)
    }
    throw parsing(this.last.line, 'Unexpected EOF')
  }
}

/** @throws CorefileError */
export const readServers = (text: string): readonly Server[] => new Reader(text).servers()

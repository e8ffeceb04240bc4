/** Reads nginx's configuration language: directives, blocks, includes. @see nginx.org/en/docs/beginners_guide.html */
import type { FileView } from '../container-files.ts'

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  readonly block?: readonly Directive[]
  readonly file: string
  /** Where it ends, or its block begins: nginx complains of that one. */
  readonly line: number
}

/** What is wrong with a directive in the blocks around it, the outermost first; undefined where nothing is. */
export type DirectiveCheck = (
  directive: Pick<Directive, 'name' | 'args'>,
  isBlock: boolean,
  blocks: readonly string[],
) => string | undefined

export class ConfigError extends Error {}

interface Token {
  readonly text: string
  readonly line: number
  readonly isQuoted: boolean
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  const pattern =
    /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|(?:[^\s{};"'\\]|\\.|\$\{\w+\})(?:[^\s{};\\]|\\.|\$\{\w+\})*/gu
  let line = 1
  for (const match of text.matchAll(pattern)) {
    const [whole, double, single] = match
    if (!/^[\s#]/u.test(whole))
      tokens.push({ text: unescape(double ?? single ?? whole), line, isQuoted: double !== undefined || single !== undefined })
    line += whole.split('\n').length - 1
  }
  return tokens
}

const unescape = (text: string): string =>
  text.replace(/\\([nrt"'\\])/gu, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter)

const MAX_INCLUDE_DEPTH = 10

interface Reader {
  readonly files: FileView
  readonly file: string
  readonly tokens: readonly Token[]
  readonly depth: number
  readonly check: DirectiveCheck
  /** The blocks around, the outermost first. */
  readonly blocks: readonly string[]
  /** The last line of the file. */
  readonly lastLine: number
  position: number
}

const fail = (message: string): never => {
  throw new ConfigError(message)
}

function parseBlock(reader: Reader, isTop: boolean): readonly Directive[] {
  const directives: Directive[] = []
  for (;;) {
    const token = reader.tokens[reader.position]
    if (token === undefined) {
      if (!isTop) fail(`unexpected end of file, expecting "}" in ${reader.file}:${reader.lastLine}`)
      return directives
    }
    if (!token.isQuoted && token.text === '}') {
      if (isTop) fail(`unexpected "}" in ${reader.file}:${token.line}`)
      reader.position += 1
      return directives
    }
    directives.push(...parseDirective(reader))
  }
}

function parseDirective(reader: Reader): readonly Directive[] {
  const words: Token[] = []
  for (;;) {
    const token = reader.tokens[reader.position]
    if (token === undefined) return fail(`unexpected end of file, expecting ";" or "}" in ${reader.file}:${reader.lastLine}`)
    reader.position += 1
    if (!token.isQuoted && token.text === '}') return fail(`unexpected "}" in ${reader.file}:${token.line}`)
    const isEnd = !token.isQuoted && (token.text === ';' || token.text === '{')
    if (!isEnd) {
      words.push(token)
      continue
    }
    const [name, ...args] = words.map(({ text }) => text)
    if (name === undefined) return fail(`unexpected "${token.text}" in ${reader.file}:${token.line}`)
    const base = { name, args, file: reader.file, line: token.line }
    const isBlock = token.text === '{'
    const fault = reader.check(base, isBlock, reader.blocks)
    if (fault !== undefined) fail(`${fault} in ${base.file}:${base.line}`)
    if (isBlock) return [{ ...base, block: parseInner(reader, name) }]
    return name === 'include' ? include(reader, args[0] ?? '', token.line) : [base]
  }
}

function parseInner(reader: Reader, name: string): readonly Directive[] {
  const inner: Reader = { ...reader, blocks: [...reader.blocks, name] }
  const block = parseBlock(inner, false)
  reader.position = inner.position
  return block
}

/** A pattern stands for the files that fit it, in order. */
function include(reader: Reader, pattern: string, line: number): readonly Directive[] {
  const inner = { ...reader, depth: reader.depth + 1 }
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`
  if (!path.includes('*')) {
    if (reader.files.read(path) === undefined)
      fail(`open() "${path}" failed (2: No such file or directory) in ${reader.file}:${line}`)
    return readFile(path, inner)
  }
  const directory = path.slice(0, path.lastIndexOf('/'))
  const ending = path.slice(path.lastIndexOf('*') + 1)
  const start = path.slice(0, path.indexOf('*'))
  return reader.files
    .list(directory)
    .filter((file) => file.startsWith(start) && file.endsWith(ending) && !file.slice(start.length).includes('/'))
    .flatMap((file) => readFile(file, inner))
}

/** The directives of a file and what it includes. Throws a ConfigError in nginx's words. */
export const parseFile = (files: FileView, file: string, check: DirectiveCheck = () => undefined): readonly Directive[] =>
  readFile(file, { files, check, blocks: [], depth: 0 })

function readFile(
  file: string,
  { files, check, blocks, depth }: Pick<Reader, 'files' | 'check' | 'blocks' | 'depth'>,
): readonly Directive[] {
  const text = files.read(file)
  if (text === undefined) throw new ConfigError(`open() "${file}" failed (2: No such file or directory)`)
  if (depth > MAX_INCLUDE_DEPTH) throw new ConfigError(`too many includes in ${file}`)
  const lastLine = text.split('\n').length
  return parseBlock({ files, file, tokens: tokenize(text), depth, check, blocks, lastLine, position: 0 }, true)
}

export const directivesNamed = (block: readonly Directive[] | undefined, name: string): readonly Directive[] =>
  (block ?? []).filter((directive) => directive.name === name)

export const valueOf = (block: readonly Directive[] | undefined, name: string): string | undefined =>
  directivesNamed(block, name).at(-1)?.args[0]

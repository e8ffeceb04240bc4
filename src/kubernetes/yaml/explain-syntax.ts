/** Turns the YAML parser's errors into what a learner did. */
import { type LineCounter, parseAllDocuments, type YAMLParseError } from 'yaml'
import { mendingsFor, type Mending } from './mend-syntax.ts'
import type { YamlProblem, YamlProblemCode } from './problem.ts'

/** Each is tried by grading the whole submission. */
const MAX_MENDINGS = 6

/** `// …` at a line's start or after a blank, outside quotes. An address such as http://x has no blank before its slashes. */
const SLASH_COMMENT = /^((?:[^"'\n]|"[^"\n]*"|'[^'\n]*')*?)(^|\s)\/\/.*$/u

const CODES: Readonly<Record<string, YamlProblemCode>> = {
  TAB_AS_INDENT: 'yaml-tab',
  DUPLICATE_KEY: 'yaml-duplicate-key',
  BAD_INDENT: 'yaml-indentation',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-indentation',
  BLOCK_IN_FLOW: 'yaml-indentation',
  MULTILINE_IMPLICIT_KEY: 'yaml-indentation',
  MULTILINE_IMPLICIT_KEYS: 'yaml-indentation',
  MISSING_CHAR: 'yaml-syntax',
}

const WORDS: Readonly<Partial<Record<YamlProblemCode, readonly [string, string]>>> = {
  'yaml-tab': ['A tab indents this line; YAML allows blanks only.', 'Replace the tab by blanks, two for each level.'],
  'yaml-indentation': [
    'This line does not stand where its neighbours make YAML expect it.',
    'Give it the same indentation as the other fields of its level, and two blanks more than its parent.',
  ],
  'yaml-unclosed': ['A quote or bracket is opened here and not closed.', 'Close it on the same line, or remove it.'],
  'yaml-duplicate-key': ['This key stands twice in the same mapping.', 'Keep one of them.'],
  'yaml-syntax': ['YAML cannot read this line.', 'Look for a missing `:` or `-`, and for blanks after them.'],
}

/** The parser gives up where brackets or blanks stand hundreds of levels deep. */
const NESTED_TOO_DEEPLY = [
  'Values are nested too deeply here to be read.',
  'Write the fields of an object, each on its level.',
] as const

const wordsFor = (code: YamlProblemCode, error: YAMLParseError): readonly [string, string] =>
  error.code === 'RESOURCE_EXHAUSTION' ? NESTED_TOO_DEEPLY : (WORDS[code] ?? WORDS['yaml-syntax'] ?? ['', ''])

const codeOf = (error: YAMLParseError): YamlProblemCode => {
  if (error.code === 'BAD_INDENT' && error.message.includes('end with')) return 'yaml-unclosed'
  if (error.code === 'MISSING_CHAR' && /closing|Missing/u.test(error.message)) return 'yaml-unclosed'
  if (error.code === 'BAD_SCALAR_START' && error.message.includes('tab')) return 'yaml-tab'
  return CODES[error.code] ?? 'yaml-syntax'
}

const isReadable = (text: string): boolean => {
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: false })
  return 'empty' in documents || documents.every((document) => document.errors.length === 0)
}

/** The text without its `//` comments, and the first line that had one. */
const withoutSlashComments = (text: string): { readonly mended: string; readonly line: number } | undefined => {
  let line = 0
  const mended = text
    .split('\n')
    .map((row, index) => {
      const match = SLASH_COMMENT.exec(row)
      if (match === null) return row
      if (line === 0) line = index + 1
      const start = (match[1] ?? '').length + (match[2] ?? '').length
      return `${row.slice(0, start)}#${row.slice(start + 2)}`
    })
    .join('\n')
  return line === 0 ? undefined : { mended, line }
}

const placeOf = (file: string, { line, column }: Mending): YamlProblem['position'] => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + 1,
})

/** All problems of one document; where `//` comments are the only reason, they alone are told. */
export const explainSyntax = (
  file: string,
  text: string,
  errors: readonly YAMLParseError[],
  lines: LineCounter,
): readonly YamlProblem[] => {
  const comments = withoutSlashComments(text)
  if (comments !== undefined && isReadable(comments.mended)) {
    const row = text.split('\n')[comments.line - 1] ?? ''
    const column = row.indexOf('//') + 1
    return [
      {
        code: 'yaml-slash-comment',
        position: { file, line: comments.line, column, endLine: comments.line, endColumn: row.length + 1 },
        message: '`//` begins no comment in YAML: it is read as text.',
        advice: 'Begin comments with `#`.',
        mendings: [comments.mended],
      },
    ]
  }
  const seen = new Set<string>()
  return errors.flatMap((error) => {
    const code = codeOf(error)
    const start = lines.linePos(error.pos[0])
    const end = lines.linePos(error.pos[1])
    const key = `${code}:${start.line}`
    if (seen.has(key)) return []
    seen.add(key)
    const mendings = mendingsFor(text, start.line).filter((mending) => isReadable(mending.text))
    const [likeliest] = mendings
    const told = likeliest?.code ?? code
    const [message, advice] = wordsFor(told, error)
    const place = { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
    return [
      {
        code: told,
        position: likeliest === undefined ? place : placeOf(file, likeliest),
        message,
        advice,
        ...(mendings.length === 0 ? {} : { mendings: mendings.slice(0, MAX_MENDINGS).map((mending) => mending.text) }),
      },
    ]
  })
}

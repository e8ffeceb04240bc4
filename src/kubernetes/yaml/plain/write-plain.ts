/** Writes values as the YAML library does, where it is plain how: texts, numbers and truth values that every reader takes for the same. */
import { isJsonObject, isList } from '../../json.ts'
import { isPlainText } from './scalars.ts'

export interface YamlStyle {
  /** Whether items of a list stand further in than the field that holds the list. */
  readonly indentsLists: boolean
  /** Whether single quotes may stand around a text that has double ones. */
  readonly singleQuotes: boolean
}

/** Longer keys are written in another way, with a question mark. */
const MAX_KEY = 1000
const PRINTABLE = /^[\x20-\x7e]*$/u
/** Indicators at the beginning, `: ` and ` #` anywhere, blanks and colons at the end. */
const NEEDS_QUOTES = /^(?:[ ,[\]{}#&*!|>'"%@`]|[?-](?: |$))|: | #|[ :]$/u
const LOOKS_OTHERWISE = /^(?:0|-?[1-9]\d{0,14}|true|false|null|)$/u
/** Begins and ends with something to be seen, but for one line break at the end. */
const LINES = /^[\x21-\x7e](?:[\x20-\x7e\n]*[\x21-\x7e])?\n?$/u

const isPlainLine = (text: string): boolean =>
  PRINTABLE.test(text) && (NEEDS_QUOTES.test(text) || LOOKS_OTHERWISE.test(text) || isPlainText(text))

const isPlain = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\n') ? LINES.test(value) : isPlainLine(value)
  if (isList(value)) return value.every(isPlain)
  if (isJsonObject(value))
    return fieldsOf(value).every(([key, item]) => key.length < MAX_KEY && isPlainLine(key) && isPlain(item))
  return value === null || typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))
}

const fieldsOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, item]) => item !== undefined)

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => (line === '' ? '' : `  ${line}`))

const writeText = (text: string, { singleQuotes }: YamlStyle): string => {
  if (!NEEDS_QUOTES.test(text) && !LOOKS_OTHERWISE.test(text)) return text
  return singleQuotes && text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text)
}

/** Where a value has lines of its own, the first is empty. */
const linesOf = (value: unknown, style: YamlStyle): readonly string[] => {
  if (typeof value === 'string') {
    if (!value.includes('\n')) return [writeText(value, style)]
    return value.endsWith('\n') ? ['|', ...value.slice(0, -1).split('\n')] : ['|-', ...value.split('\n')]
  }
  if (isList(value)) return value.length === 0 ? ['[]'] : ['', ...value.flatMap((item) => linesOfItem(item, style))]
  if (!isJsonObject(value)) return [String(value)]
  const fields = fieldsOf(value)
  return fields.length === 0 ? ['{}'] : ['', ...fields.flatMap((field) => linesOfField(field, style))]
}

const linesOfField = ([key, value]: readonly [string, unknown], style: YamlStyle): readonly string[] => {
  const [first = '', ...rest] = linesOf(value, style)
  const below = isList(value) && !style.indentsLists ? rest : indent(rest)
  return [`${writeText(key, style)}:${first === '' ? '' : ` ${first}`}`, ...below]
}

const linesOfItem = (item: unknown, style: YamlStyle): readonly string[] => {
  const lines = linesOf(item, style)
  const [first = '', ...rest] = lines[0] === '' ? lines.slice(1) : lines
  return [`- ${first}`, ...indent(rest)]
}

/** An object as one document, ending with a line feed; undefined where something in it is not plain. Fields that are undefined are left out. */
export const writePlain = (object: object, style: YamlStyle): string | undefined => {
  if (!isPlain(object)) return undefined
  const lines = linesOf(object, style)
  return `${(lines[0] === '' ? lines.slice(1) : lines).join('\n')}\n`
}

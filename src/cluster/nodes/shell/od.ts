/** od, which shows bytes as numbers and letters. @see od(1), of POSIX.1-2017 and of GNU coreutils */
import type { CommandContext, ExecResult } from 'just-bash'
import { lettersIn, numberOfBytes, type Reading } from './dd.ts'
import { MOST } from './kernel/devices.ts'

const LINE = 16
/** Of `-w` without a number. */
const LONG_LINE = 32

/** How so many bytes are shown, and how wide. */
interface Format {
  readonly size: number
  readonly width: number
  readonly show: (value: number, size: number) => string
}

interface Order {
  readonly address: string
  readonly formats: readonly Format[]
  readonly skip: number
  readonly count: number
  readonly isWhole: boolean
  readonly line: number
  readonly files: readonly string[]
}

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
}
const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  )
const DELETE = 127

const padded = (value: number, base: number, width: number): string => value.toString(base).padStart(width, '0')

const asLetter = (value: number): string => {
  const escape = ESCAPES[value]
  if (escape !== undefined) return escape
  return value >= 32 && value < DELETE ? String.fromCharCode(value) : padded(value, 8, 3)
}

const asName = (value: number): string => {
  const low = value & DELETE
  return low === DELETE ? 'del' : (NAMES[low] ?? String.fromCharCode(low))
}

const signed = (value: number, size: number): number => (value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value)

const numeric = (kind: string, size: number): Format | undefined => {
  const digits = { x: size * 2, o: Math.ceil((size * 8) / 3), u: [0, 3, 5, 0, 10][size], d: [0, 4, 6, 0, 11][size] }[kind]
  if (digits === undefined) return undefined
  const base = kind === 'x' ? 16 : 8
  const show = { u: String, d: (value: number) => String(signed(value, size)) }[kind]
  return { size, width: digits, show: show ?? ((value) => padded(value, base, digits)) }
}

const LETTERS: Format = { size: 1, width: 3, show: asLetter }
const NAMED: Format = { size: 1, width: 3, show: asName }
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4 }

/** `x1`, `d4`, `c`: undefined where there is no such type. */
const formatOf = (kind: string, size: string): Format | undefined => {
  if (kind === 'c') return LETTERS
  if (kind === 'a') return NAMED
  return numeric(kind, SIZES[size] ?? Number(size === '' ? 4 : size))
}

const typesIn = (text: string): readonly Format[] | undefined => {
  const found = [...text.matchAll(/([xoducaz])(\d|[CSI])?/gu)]
  const formats = found.map(([, kind = '', size = '']) => formatOf(kind, size))
  const known = formats.filter((one) => one !== undefined)
  return known.length === formats.length && found.map(([all]) => all).join('') === text ? known : undefined
}

/** Options of a letter that stand for a type. */
const SHORT: Readonly<Record<string, string>> = {
  b: 'o1',
  c: 'c',
  d: 'u2',
  o: 'o2',
  s: 'd2',
  x: 'x2',
  h: 'x2',
  i: 'd4',
  a: 'a',
}
const WITH_VALUE = /^[AtNjw]$/u

interface Read {
  address: string
  types: string
  skip: string
  count: string | undefined
  isWhole: boolean
  line: number
}

const setOption = (read: Read, letter: string, value: string): boolean => {
  if (letter === 'A') read.address = value
  else if (letter === 't') read.types += value
  else if (letter === 'j') read.skip = value
  else if (letter === 'N') read.count = value
  else if (letter === 'v') read.isWhole = true
  else if (letter === 'w') read.line = Number(value === '' ? LONG_LINE : value)
  else if (SHORT[letter] === undefined) return false
  else read.types += SHORT[letter]
  return true
}

type Option = readonly [letter: string, value: string]

/** The options of one word, `-An` or `-vtx1`; whether the last of them has the next word as its value. */
const optionsOf = (word: string, next: string): readonly [options: readonly Option[], takesNext: boolean] => {
  const at = Array.from(word).findIndex((letter, index) => index > 0 && WITH_VALUE.test(letter))
  const plain = Array.from(word.slice(1, at < 0 ? undefined : at)).map((letter): Option => [letter, ''])
  if (at < 0) return [plain, false]
  const letter = word[at] ?? ''
  const value = word.slice(at + 1)
  const takesNext = value === '' && letter !== 'w'
  return [[...plain, [letter, takesNext ? next : value]], takesNext]
}

/** Its options, or the letter of one that is none; and the files. */
const readWords = (args: readonly string[]): { readonly read: Read | string; readonly files: readonly string[] } => {
  const read: Read = { address: 'o', types: '', skip: '0', count: undefined, isWhole: false, line: LINE }
  const files: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    const [options, takesNext] = /^-./u.test(word) ? optionsOf(word, args[at + 1] ?? '') : [[], false]
    if (options.length === 0) files.push(word)
    const unknown = options.find(([letter, value]) => !setOption(read, letter, value))
    if (unknown !== undefined) return { read: unknown[0], files }
    if (takesNext) at += 1
  }
  return { read, files }
}

/** `invalid`: the letter of an option that cannot be read. */
const readOrder = (args: readonly string[]): Order | { readonly invalid: string } => {
  const { read, files } = readWords(args)
  if (typeof read === 'string') return { invalid: read }
  const formats = typesIn(read.types === '' ? 'o2' : read.types)
  const [skip, count] = [numberOfBytes(read.skip), read.count === undefined ? MOST : numberOfBytes(read.count)]
  if (formats === undefined) return { invalid: 't' }
  if (skip === undefined || count === undefined) return { invalid: 'N' }
  return { address: read.address, formats, skip, count, isWhole: read.isWhole, line: read.line || LINE, files }
}

const BASES: Readonly<Record<string, readonly [base: number, width: number]>> = { o: [8, 7], d: [10, 7], x: [16, 6] }

const addressOf = (order: Order, at: number): string => {
  const base = BASES[order.address]
  return base === undefined ? '' : padded(at, base[0], base[1])
}

/** The bytes of one line; little-endian, as processors are. */
const rowOf = (bytes: string, format: Format, width: number): string => {
  let row = ''
  for (let at = 0; at < bytes.length; at += format.size) {
    let value = 0
    for (let byte = format.size - 1; byte >= 0; byte -= 1) value = value * 256 + (bytes.charCodeAt(at + byte) || 0)
    row += ` ${format.show(value, format.size).padStart(width * format.size - 1)}`
  }
  return row
}

/** Rows of several types stand below each other, byte by byte. */
const widthOf = (formats: readonly Format[]): number =>
  Math.max(...formats.map(({ size, width }) => Math.ceil((width + 1) / size)))

const dump = (bytes: string, order: Order): string => {
  const { formats, skip, isWhole, line: length } = order
  const isAlone = formats.length === 1
  const shared = widthOf(formats)
  const lines: string[] = []
  let before: string | undefined
  for (let at = 0; at < bytes.length; at += length) {
    const line = bytes.slice(at, at + length)
    const isSame = !isWhole && line === before
    if (isSame && lines.at(-1) !== '*') lines.push('*')
    if (!isSame)
      formats.forEach((format, index) => {
        const address = addressOf(order, skip + at)
        const width = isAlone ? (format.width + 1) / format.size : shared
        lines.push((index === 0 ? address : ' '.repeat(address.length)) + rowOf(line, format, width))
      })
    before = line
  }
  const end = addressOf(order, skip + bytes.length)
  return [...lines, ...(end === '' ? [] : [end])].map((line) => `${line}\n`).join('')
}

export async function dumpBytes(args: readonly string[], reading: Reading): Promise<ExecResult> {
  const order = readOrder(args)
  if ('invalid' in order) return { stdout: '', stderr: `od: invalid option -- '${order.invalid}'\n`, exitCode: 1 }
  const { context } = reading
  const wanted = Math.min(MOST, order.skip + order.count)
  let bytes = order.files.length === 0 ? given(context) : ''
  let stderr = ''
  for (const file of order.files) {
    const found = file === '-' ? given(context) : await lettersIn(file, wanted, reading)
    if (found === undefined) stderr += `od: ${file}: No such file or directory\n`
    else bytes += found
  }
  if (order.skip > bytes.length && stderr === '') stderr = 'od: cannot skip past end of combined input\n'
  const stdout = dump(bytes.slice(order.skip, wanted), order)
  return { stdout: stderr !== '' && bytes.length <= order.skip ? '' : stdout, stderr, exitCode: stderr === '' ? 0 : 1 }
}

const given = ({ stdin }: CommandContext): string => (typeof stdin === 'string' ? stdin : '')

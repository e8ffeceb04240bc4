/** dd and `head -c`, which read as many bytes of a file or a device as they are asked for. */
import type { CommandContext, ExecResult } from 'just-bash'
import { deviceLetters, MOST } from './kernel/devices.ts'

const UNITS: Readonly<Record<string, number>> = {
  c: 1,
  w: 2,
  b: 512,
  kB: 1000,
  K: 1024,
  MB: 1e6,
  M: 2 ** 20,
  GB: 1e9,
  G: 2 ** 30,
}

/** `10`, `4k`, `1M`, `2x512`; undefined where it is no number. */
export const numberOfBytes = (text: string): number | undefined => {
  if (text.includes('x')) return text.split('x').reduce<number | undefined>((all, one) => product(all, numberOfBytes(one)), 1)
  const [, digits, unit = ''] = /^(\d+)(c|w|b|kB|KB|[kK]|MB|M|GB|G)?(?:iB)?$/u.exec(text) ?? []
  if (digits === undefined) return undefined
  const name = unit === 'k' ? 'K' : unit === 'KB' ? 'kB' : unit
  return Number(digits) * (UNITS[name] ?? 1)
}

const product = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one * other

interface Order {
  readonly values: ReadonlyMap<string, string>
  readonly size: number
  readonly count: number | undefined
  readonly skip: number
  readonly seek: number
}

const NUMBERS = ['bs', 'ibs', 'obs', 'count', 'skip', 'seek'] as const
const NAMES: ReadonlySet<string> = new Set([...NUMBERS, 'if', 'of', 'conv', 'status', 'iflag', 'oflag'])

/** What is wrong with it as a text. */
const readOrder = (args: readonly string[], isBusybox: boolean): Order | string => {
  const values = new Map<string, string>()
  for (const word of args) {
    const at = word.indexOf('=')
    const name = at < 0 ? word : word.slice(0, at)
    if (at < 0 || !NAMES.has(name))
      return isBusybox ? `dd: invalid argument '${word}'\n` : `dd: unrecognized operand '${word}'\n`
    values.set(name, word.slice(at + 1))
  }
  const numbers = new Map<string, number | undefined>()
  for (const name of NUMBERS) {
    const text = values.get(name)
    const number = text === undefined ? undefined : numberOfBytes(text)
    if (text !== undefined && number === undefined) return `dd: invalid number '${text}'\n`
    numbers.set(name, number)
  }
  const size = numbers.get('bs') ?? numbers.get('ibs') ?? 512
  return { values, size, count: numbers.get('count'), skip: numbers.get('skip') ?? 0, seek: numbers.get('seek') ?? 0 }
}

const NONE = 'No such file or directory'

const failed = (stderr: string): ExecResult => ({ stdout: '', stderr, exitCode: 1 })

/** The bytes of a file as letters below 256; undefined where there is none. */
export const lettersIn = async (
  path: string,
  most: number,
  { context: { fs, cwd }, chance }: Reading,
): Promise<string | undefined> => {
  const full = fs.resolvePath(cwd, path)
  const device = deviceLetters(full, most, chance)
  if (device !== undefined) return device
  const bytes = await fs.readFileBuffer(full).catch(() => undefined)
  return bytes === undefined ? undefined : Array.from(bytes.subarray(0, most), (byte) => String.fromCharCode(byte)).join('')
}

export interface Reading {
  readonly context: CommandContext
  readonly chance: () => number
}

const scaled = (bytes: number, base: number, units: readonly string[]): string => {
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(base)))
  const value = bytes / base ** power
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`
}

const SECONDS = 0.000_2

/** How much was copied, and how fast: the time is not measured. */
const summary = (bytes: number, isBusybox: boolean): string => {
  if (isBusybox) {
    const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
    const size = `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)}${['B', 'KB', 'MB', 'GB'][power] ?? ''}`
    return `${bytes} bytes (${size}) copied, ${SECONDS.toFixed(6)} seconds, ${(bytes / SECONDS / 2 ** 20).toFixed(1)}MB/s\n`
  }
  const inWords = [scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB']), scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB'])]
  const sizes = bytes < 1000 ? '' : ` (${(bytes < 1024 ? inWords.slice(0, 1) : inWords).join(', ')})`
  return `${bytes} bytes${sizes} copied, ${SECONDS} s, ${scaled(bytes / SECONDS, 1000, ['B', 'kB', 'MB', 'GB'])}/s\n`
}

const blocks = (bytes: number, size: number): string => `${Math.floor(bytes / size)}+${bytes % size === 0 ? 0 : 1} records`

const place = (before: string, at: number, data: string, isCut: boolean): string =>
  before.slice(0, at).padEnd(at, '\0') + data + (isCut ? '' : before.slice(at + data.length))

/** @see dd(1), of POSIX.1-2017 */
export async function copyBlocks(args: readonly string[], reading: Reading, isBusybox: boolean): Promise<ExecResult> {
  const order = readOrder(args, isBusybox)
  if (typeof order === 'string') return failed(order)
  const { context } = reading
  const { values, size, count, skip, seek } = order
  const given = typeof context.stdin === 'string' ? (context.stdin as string) : ''
  const from = values.get('if')
  const wanted = count === undefined ? MOST : Math.min(MOST, count * size)
  const read = from === undefined ? given : await lettersIn(from, skip * size + wanted, reading)
  if (read === undefined)
    return failed(isBusybox ? `dd: can't open '${from}': ${NONE}\n` : `dd: failed to open '${from}': ${NONE}\n`)
  const data = read.slice(skip * size, skip * size + wanted)
  const records = blocks(data.length, size)
  const stderr = values.get('status') === 'none' ? '' : `${records} in\n${records} out\n${summary(data.length, isBusybox)}`
  const to = values.get('of')
  if (to === undefined) return { stdout: data, stdoutKind: 'bytes', stderr, exitCode: 0 }
  if (to !== '/dev/null') {
    const before =
      seek > 0 || values.get('conv')?.includes('notrunc') === true ? ((await lettersIn(to, MOST, reading)) ?? '') : ''
    const kept = place(before, seek * size, data, values.get('conv')?.includes('notrunc') !== true)
    const path = context.fs.resolvePath(context.cwd, to)
    await context.fs.writeFile(
      path,
      Uint8Array.from(kept, (letter) => letter.charCodeAt(0)),
    )
  }
  return { stdout: '', stderr, exitCode: 0 }
}

/** `head -c` of a device; undefined where it is asked for something else. */
export function headOfDevice(args: readonly string[], { context: { fs, cwd }, chance }: Reading): ExecResult | undefined {
  const [option = '', ...rest] = /^-c./u.test(args[0] ?? '') ? ['-c', (args[0] ?? '').slice(2), ...args.slice(1)] : args
  const [count = '', path, ...others] = rest
  const length = option === '-c' || option === '--bytes' ? numberOfBytes(count) : undefined
  if (length === undefined || path === undefined || others.length > 0) return undefined
  const stdout = deviceLetters(fs.resolvePath(cwd, path), length, chance)
  return stdout === undefined ? undefined : { stdout, stdoutKind: 'bytes', stderr: '', exitCode: 0 }
}

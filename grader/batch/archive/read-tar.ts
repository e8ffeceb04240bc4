/**
 * Tar archives: ustar, with the long names of pax and GNU.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { Refusal } from '../refusal.ts'
import type { Bytes } from './bytes.ts'
import type { Entry } from './entry.ts'

const BLOCK = 512
/** Of a long name, or of a record of pax. */
const MAX_RECORD = 64 * 1024

const damaged = (reason: string): Refusal => new Refusal('archive-damaged', `tar: ${reason}`)

/** What one header says of the next. */
interface Said {
  readonly path?: string
  readonly size?: number
  readonly modifiedMs?: number
}

/** Every entry in the order of the archive; throws a Refusal where a header is damaged, or there is not even one. */
export function* readTar(bytes: Bytes, maxEntries: number): Generator<Entry> {
  if (bytes.size < BLOCK) throw damaged('it is no archive')
  let count = 0
  let said: Said = {}
  for (let at = 0; at + BLOCK <= bytes.size;) {
    const header = bytes.read(at, BLOCK)
    if (header.every((byte) => byte === 0)) return
    requireChecksum(header, at)
    const type = String.fromCharCode(header.readUInt8(156))
    const size = said.size ?? numberAt(header, 124, 12)
    const start = at + BLOCK
    if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.size) throw damaged('it ends too early')
    if (++count > maxEntries) throw new Refusal('submission-entries', String(count))
    at = start + Math.ceil(size / BLOCK) * BLOCK
    if (type === 'x' || type === 'L') said = { ...said, ...readRecord(bytes, type, { start, size }) }
    else if (type !== 'g' && type !== 'K') {
      yield toEntry(bytes, header, { ...said, size }, start)
      said = {}
    }
  }
}

const textAt = (header: Buffer, start: number, length: number): string => {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.subarray(0, end < 0 ? length : end).toString('utf8')
}

/** Octal digits, or where the first bit is set the number itself. */
const numberAt = (header: Buffer, start: number, length: number): number => {
  if ((header.readUInt8(start) & 0x80) !== 0) return Number(header.readBigUInt64BE(start + length - 8))
  const digits = textAt(header, start, length).trim()
  return digits === '' ? 0 : /^[0-7]+$/u.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

const requireChecksum = (header: Buffer, at: number): void => {
  let sum = 0
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte
  if (numberAt(header, 148, 8) !== sum) throw damaged(`header at byte ${at}`)
}

const readRecord = (bytes: Bytes, type: 'x' | 'L', { start, size }: { start: number; size: number }): Said => {
  if (size > MAX_RECORD) throw damaged('a name is too long')
  const text = bytes.read(start, size)
  if (type === 'L') return { path: textAt(text, 0, size) }
  const fields = readPax(text)
  const [path, paxSize, time] = [fields.get('path'), fields.get('size'), fields.get('mtime')]
  return {
    ...(path === undefined ? {} : { path }),
    ...(paxSize === undefined ? {} : { size: Number(paxSize) }),
    ...(time === undefined ? {} : { modifiedMs: Math.floor(Number(time) * 1000) }),
  }
}

/** `<length> <key>=<value>\n`, the length in bytes and with itself. */
const readPax = (text: Buffer): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>()
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(0x20, at)
    const length = space < 0 ? 0 : Number(text.subarray(at, space).toString('latin1'))
    if (!Number.isSafeInteger(length) || length <= space - at || at + length > text.length) throw damaged('pax record')
    const [, key = '', value = ''] = /^([^=]*)=([^]*)\n$/u.exec(text.subarray(space + 1, at + length).toString('utf8')) ?? []
    fields.set(key, value)
    at += length
  }
  return fields
}

const KINDS: Readonly<Record<string, Entry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '5': 'folder',
  '1': 'link',
  '2': 'link',
}

const toEntry = (bytes: Bytes, header: Buffer, said: Said & { readonly size: number }, start: number): Entry => {
  const prefix = textAt(header, 257, 5) === 'ustar' && header.readUInt8(263) === 0x30 ? textAt(header, 345, 155) : ''
  const name = textAt(header, 0, 100)
  const path = said.path ?? (prefix === '' ? name : `${prefix}/${name}`)
  const kind = KINDS[String.fromCharCode(header.readUInt8(156))] ?? 'other'
  return {
    path,
    kind: kind === 'file' && path.endsWith('/') ? 'folder' : kind,
    size: said.size,
    modifiedMs: said.modifiedMs ?? numberAt(header, 136, 12) * 1000,
    read: (limit) => {
      if (said.size > limit) throw new Refusal('submission-large', path)
      return Buffer.from(bytes.read(start, said.size))
    },
  }
}

/**
 * Zip archives, by their central directory.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 and 4.4
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '../refusal.ts'
import type { Bytes } from './bytes.ts'
import type { Entry } from './entry.ts'

const END = 0x06054b50
const END_64_LOCATOR = 0x07064b50
const END_64 = 0x06064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const MAX_COMMENT = 0xffff
const UNKNOWN_16 = 0xffff
const UNKNOWN_32 = 0xffffffff
const CHUNK = 1 << 20

interface Directory {
  readonly count: number
  readonly offset: number
  readonly size: number
}

const damaged = (reason: string): Refusal => new Refusal('archive-damaged', reason)

/** Every entry in the order of the directory; throws a Refusal where there is no directory, or one that is damaged. */
export function* readZip(bytes: Bytes, maxEntries: number): Generator<Entry> {
  const { count, offset, size } = findDirectory(bytes)
  if (count > maxEntries) throw new Refusal('submission-entries', String(count))
  if (offset + size > bytes.size) throw damaged('zip: directory')
  let at = offset
  let window: Buffer = Buffer.alloc(0)
  let windowAt = offset
  const take = (length: number): Buffer => {
    if (at + length > offset + size) throw damaged('zip: directory')
    if (at + length > windowAt + window.length) {
      window = bytes.read(at, Math.max(length, Math.min(CHUNK, offset + size - at)))
      windowAt = at
    }
    const piece = window.subarray(at - windowAt, at - windowAt + length)
    if (piece.length < length) throw damaged('zip: directory')
    at += length
    return piece
  }
  for (let index = 0; index < count; index++) {
    const header = take(46)
    if (header.readUInt32LE(0) !== CENTRAL) throw damaged('zip: directory')
    const name = take(header.readUInt16LE(28))
    const extra = take(header.readUInt16LE(30))
    take(header.readUInt16LE(32))
    yield toEntry(bytes, header, decodeName(name), extra)
  }
}

const findDirectory = (bytes: Bytes): Directory => {
  const tailAt = Math.max(0, bytes.size - END_SIZE - MAX_COMMENT)
  const tail = bytes.read(tailAt, END_SIZE + MAX_COMMENT)
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue
    const directory = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    }
    const isLarge = directory.count === UNKNOWN_16 || directory.size === UNKNOWN_32 || directory.offset === UNKNOWN_32
    return isLarge ? (findLargeDirectory(bytes, tailAt + at) ?? directory) : directory
  }
  throw damaged('zip: no directory')
}

const findLargeDirectory = (bytes: Bytes, endAt: number): Directory | undefined => {
  const locator = bytes.read(Math.max(0, endAt - 20), 20)
  if (locator.length < 20 || locator.readUInt32LE(0) !== END_64_LOCATOR) return undefined
  const end = bytes.read(Number(locator.readBigUInt64LE(8)), 56)
  if (end.length < 56 || end.readUInt32LE(0) !== END_64) throw damaged('zip: directory')
  return {
    count: Number(end.readBigUInt64LE(32)),
    size: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
  }
}

/** Names are UTF-8 nearly everywhere; where one is not, its bytes still give each file a name of its own. */
const decodeName = (name: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name)
  } catch {
    return name.toString('latin1')
  }
}

const UNIX = 3
const MACOS = 19

const kindOf = (header: Buffer, name: string): Entry['kind'] => {
  const host = header.readUInt8(5)
  const type = host === UNIX || host === MACOS ? header.readUInt16LE(40) & 0o170000 : 0
  if (type === 0o120000) return 'link'
  if (type === 0o040000 || name.endsWith('/')) return 'folder'
  return type === 0 || type === 0o100000 ? 'file' : 'other'
}

/** Local time of an unknown place: taken as UTC, so that it is the same everywhere. */
const timeOf = (header: Buffer): number => {
  const [time, date] = [header.readUInt16LE(12), header.readUInt16LE(14)]
  return Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}

interface Extent {
  readonly size: number
  readonly packed: number
  readonly offset: number
}

/** Sizes and place; those that need 64 bits stand in an extra field, in this order. */
const extentOf = (header: Buffer, extra: Buffer): Extent => {
  const plain = { size: header.readUInt32LE(24), packed: header.readUInt32LE(20), offset: header.readUInt32LE(42) }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    const large = (value: number): number => {
      if (value !== UNKNOWN_32 || next + 8 > extra.length) return value
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    }
    return { size: large(plain.size), packed: large(plain.packed), offset: large(plain.offset) }
  }
  return plain
}

const toEntry = (bytes: Bytes, header: Buffer, path: string, extra: Buffer): Entry => {
  const [flags, method, checksum] = [header.readUInt16LE(8), header.readUInt16LE(10), header.readUInt32LE(16)]
  const extent = extentOf(header, extra)
  const modifiedMs = timeOf(header)
  return {
    path,
    kind: kindOf(header, path),
    size: extent.size,
    modifiedMs,
    read: (limit) => {
      if ((flags & 1) !== 0) throw new Refusal('archive-encrypted', path)
      if (method !== 0 && method !== 8) throw damaged(`zip: ${path}: method ${method}`)
      if (extent.size > limit) throw new Refusal('submission-large', path)
      const contents = unpack(bytes, path, extent, method === 8)
      if (contents.length !== extent.size) throw new Refusal('archive-bomb', path)
      if (crc32(contents) !== checksum) throw damaged(`zip: ${path}: checksum`)
      return contents
    },
  }
}

const unpack = (bytes: Bytes, path: string, { size, packed, offset }: Extent, isDeflated: boolean): Buffer => {
  const local = bytes.read(offset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) throw damaged(`zip: ${path}`)
  // What cannot be read whole is no reason to make room for it.
  const start = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (start + packed > bytes.size) throw damaged(`zip: ${path}`)
  if (!isDeflated) {
    if (packed !== size) throw new Refusal('archive-bomb', path)
    return bytes.read(start, packed)
  }
  // More than this does not make a byte of anything honest.
  if (packed > size + 1024) throw new Refusal('archive-bomb', path)
  try {
    return inflateRawSync(bytes.read(start, packed), { maxOutputLength: Math.max(1, size) })
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('archive-bomb', path)
    throw damaged(`zip: ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

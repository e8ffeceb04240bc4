/** Archives of any content, honest or not, byte by byte. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ArchiveItem {
  readonly path: string
  readonly text?: string | Buffer
  /** Target of a symbolic link. */
  readonly link?: string
  /** What the directory says the size is, where it lies. */
  readonly claimedSize?: number
  readonly isEncrypted?: boolean
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** 2026-01-02 03:04:06. */
const TIME = Buffer.concat([u16((3 << 11) | (4 << 5) | 3), u16(((2026 - 1980) << 9) | (1 << 5) | 2)])
export const ITEM_MS = Date.UTC(2026, 0, 2, 3, 4, 6)

const FILE = 0o100644
const LINK = 0o120777

export const makeZip = (items: readonly ArchiveItem[]): Buffer => {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, text = '', link, claimedSize, isEncrypted } of items) {
    const contents = Buffer.from(link ?? text)
    const packed = deflateRawSync(contents)
    const name = Buffer.from(path)
    const sizes = Buffer.concat([u32(crc32(contents)), u32(packed.length), u32(claimedSize ?? contents.length)])
    const flags = u16(isEncrypted === true ? 1 : 0)
    const common = [flags, u16(8), TIME, sizes, u16(name.length), u16(0)]
    const local = Buffer.concat([u32(0x04034b50), u16(20), ...common, name, packed])
    const mode = u32(((link === undefined ? FILE : LINK) << 16) >>> 0)
    directory.push(
      Buffer.concat([u32(0x02014b50), u16((3 << 8) | 20), u16(20), ...common, u16(0), u16(0), u16(0), mode, u32(offset), name]),
    )
    locals.push(local)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const count = u16(items.length)
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(entries.length), u32(offset), u16(0)]
  return Buffer.concat([...locals, entries, ...end])
}

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`

const tarHeader = (path: string, size: number, type: string, link = ''): Buffer => {
  const header = Buffer.alloc(512)
  header.write(path.slice(0, 100), 0)
  header.write(octal(0o644, 8), 100)
  header.write(octal(size, 12), 124)
  header.write(octal(ITEM_MS / 1000, 12), 136)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\0' + '00', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

const padded = (contents: Buffer): Buffer => Buffer.concat([contents, Buffer.alloc((512 - (contents.length % 512)) % 512)])

const paxRecord = (key: string, value: string): Buffer => {
  const rest = Buffer.from(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

export const makeTar = (items: readonly ArchiveItem[]): Buffer => {
  const parts = items.flatMap(({ path, text = '', link, claimedSize }) => {
    const contents = Buffer.from(text)
    const pax = paxRecord('path', path)
    const long = path.length > 100 ? [tarHeader('PaxHeader', pax.length, 'x'), padded(pax)] : []
    const head = link === undefined ? tarHeader(path, claimedSize ?? contents.length, '0') : tarHeader(path, 0, '2', link)
    return [...long, head, padded(contents)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

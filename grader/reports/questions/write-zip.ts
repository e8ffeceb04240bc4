/** A zip of texts, stored as they are: the same bytes for the same texts. @see APPNOTE.TXT 6.3.10, 4.3 */
import { crc32 } from 'node:zlib'

const SIGNATURES = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const
const VERSION = 20
/** Names are UTF-8. */
const UTF8 = 1 << 11
/** 1980-01-01, the earliest there is: when it was made is nobody's matter. */
const DATE = (1 << 5) | 1

const numbers = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

export const writeZip = (files: ReadonlyMap<string, string>): Buffer => {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, text] of files) {
    const [name, contents] = [Buffer.from(path), Buffer.from(text)]
    const common = numbers(
      ...([
        [2, VERSION],
        [2, UTF8],
        [2, 0],
        [2, 0],
        [2, DATE],
        [4, crc32(contents)],
      ] as const),
      ...([
        [4, contents.length],
        [4, contents.length],
        [2, name.length],
        [2, 0],
      ] as const),
    )
    const local = Buffer.concat([numbers([4, SIGNATURES.local]), common, name, contents])
    const made = numbers([4, SIGNATURES.central], [2, VERSION])
    const place = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset])
    locals.push(local)
    central.push(Buffer.concat([made, common, place, name]))
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const count = files.size
  const end = numbers(
    ...([
      [4, SIGNATURES.end],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, directory.length],
      [4, offset],
      [2, 0],
    ] as const),
  )
  return Buffer.concat([...locals, directory, end])
}

/** Devices that bring bytes without an end. Programs that ask for no number of bytes get as many as a script can do something with. */
import type { InMemoryFs } from 'just-bash'

/** For whoever reads a device to its end, which it has not. */
const PIECE = 65_536
/** More is not brought at once, as no text of a script is longer. */
export const MOST = 8 * 1024 * 1024

const ZERO = '/dev/zero'
const RANDOM: ReadonlySet<string> = new Set(['/dev/urandom', '/dev/random'])

export const DEVICES: readonly string[] = [ZERO, ...RANDOM]

/** Bytes by xorshift, which tests of randomness at home are content with. @see https://www.jstatsoft.org/article/view/v008i14 */
const randomBytes = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let state = Math.floor(seed * 0xffff_ffff) || 1
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = (state >>> 11) & 0xff
  }
  return bytes
}

/** The first bytes of a device; undefined where a path is none. `chance` is drawn anew for each read. */
export const readDevice = (path: string, length: number, chance: () => number): Uint8Array | undefined => {
  if (path === ZERO) return new Uint8Array(Math.min(length, MOST))
  return RANDOM.has(path) ? randomBytes(Math.min(length, MOST), chance()) : undefined
}

const lettersOf = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE / 8) text += String.fromCharCode(...bytes.subarray(at, at + PIECE / 8))
  return text
}

/** Bytes of a device as letters below 256. */
export const deviceLetters = (path: string, length: number, chance: () => number): string | undefined => {
  const bytes = readDevice(path, length, chance)
  return bytes === undefined ? undefined : lettersOf(bytes)
}

/** The files of a container, with what is read from its devices. */
export const withDevices = (files: InMemoryFs, chance: () => number): InMemoryFs => {
  const read = (path: string): Uint8Array | undefined => readDevice(path, PIECE, chance)
  const readFileBytes: InMemoryFs['readFileBytes'] = async (path) => {
    const bytes = read(path)
    return bytes === undefined ? files.readFileBytes(path) : (lettersOf(bytes) as never)
  }
  const readFileBuffer: InMemoryFs['readFileBuffer'] = async (path) => read(path) ?? files.readFileBuffer(path)
  const readFile: InMemoryFs['readFile'] = async (path, options) => {
    const bytes = read(path)
    return bytes === undefined ? files.readFile(path, options) : new TextDecoder().decode(bytes)
  }
  const values = { readFile, readFileBuffer, readFileBytes }
  const own = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, configurable: true, writable: true }]),
  )
  return Object.create(files, own) as InMemoryFs
}

/** Archives by what they are, whatever they are called. */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip, gunzipSync } from 'node:zlib'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import { bytesOf, openBytes, type Bytes } from './bytes.ts'
import type { Entry } from './entry.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'

/** `alice` of `alice.tar.gz`; undefined for what is not named as an archive. */
export const archiveStem = (name: string): string | undefined => /^(.+?)\.(?:zip|tar|tar\.gz|tgz)$/iu.exec(name)?.[1]

const isGzip = (bytes: Bytes): boolean => bytes.read(0, 2).equals(Buffer.from([0x1f, 0x8b]))
const isZip = (bytes: Bytes): boolean => bytes.read(0, 2).toString('latin1') === 'PK'

/** The entries of a zip or a tar. */
export function readEntries(bytes: Bytes, maxEntries: number): Generator<Entry> {
  return isZip(bytes) ? readZip(bytes, maxEntries) : readTar(bytes, maxEntries)
}

/** The entries of one learner's archive; a compressed tar is unpacked in memory, within limits. */
export function readSmallArchive(buffer: Buffer): Generator<Entry> {
  const bytes = bytesOf(buffer)
  return readEntries(isGzip(bytes) ? bytesOf(gunzip(buffer)) : bytes, LIMITS.entries)
}

/** Larger pieces than Node's own halve what a bomb costs before it is recognised. */
const UNPACKED_AT_ONCE = 1 << 16

/** No byte that deflate writes stands for more than this many. */
const MOST_RATIO = 1032

/**
 * Its last four bytes say how much it unpacks to. Where that can be true and is too much, it need not be unpacked to know; where it
 * is not true, it is found when it is.
 * @see https://www.rfc-editor.org/rfc/rfc1952 2.3.1
 */
const saysTooMuch = (buffer: Buffer): boolean => {
  const size = buffer.length < 4 ? 0 : buffer.readUInt32LE(buffer.length - 4)
  return size > LIMITS.unpackedBytes && size <= buffer.length * MOST_RATIO
}

const gunzip = (buffer: Buffer): Buffer => {
  if (saysTooMuch(buffer)) throw new Refusal('archive-bomb')
  try {
    return gunzipSync(buffer, { maxOutputLength: LIMITS.unpackedBytes, chunkSize: UNPACKED_AT_ONCE })
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('archive-bomb')
    throw new Refusal('archive-damaged', error instanceof Error ? error.message : String(error))
  }
}

/** A class's archive. A compressed tar is unpacked into the file `scratch` first: its parts are read in another order than they stand. */
export async function openClassArchive(path: string, scratch: string): Promise<Bytes> {
  const bytes = openBytes(path)
  if (!isGzip(bytes)) return bytes
  bytes.close()
  const file = openSync(scratch, 'w', 0o600)
  let size = 0
  try {
    const unpacked = pipeline(createReadStream(path), createGunzip(), () => undefined)
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LIMITS.classBytes) throw new Refusal('archive-bomb')
      writeSync(file, chunk)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('archive-damaged', error instanceof Error ? error.message : String(error))
  } finally {
    closeSync(file)
  }
  return openBytes(scratch)
}

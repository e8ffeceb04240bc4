/** Bytes that are read piece by piece: a file of any size, or what is in memory already. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface Bytes {
  readonly size: number
  /** Fewer than asked for where the end comes first. */
  read(offset: number, length: number): Buffer
  close(): void
}

export const bytesOf = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: (offset, length) => buffer.subarray(offset, offset + length),
  close: () => undefined,
})

export const openBytes = (path: string): Bytes => {
  const file = openSync(path, 'r')
  return {
    size: fstatSync(file).size,
    read: (offset, length) => {
      const buffer = Buffer.alloc(length)
      let got = 0
      while (got < length) {
        const count = readSync(file, buffer, got, length - got, offset + got)
        if (count === 0) break
        got += count
      }
      return buffer.subarray(0, got)
    },
    close: () => closeSync(file),
  }
}

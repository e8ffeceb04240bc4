/** Files of lines, read and written without holding them in memory. */
import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { systemErrorCode } from '../../daemon/private-files.ts'

const CHUNK = 1 << 18
const NEWLINE = 10

export interface Line {
  readonly offset: number
  /** In bytes, without the line break. */
  readonly length: number
  readonly text: string
}

/** Whole lines only: what follows the last line break was not written to its end. None where there is no such file. */
export function* readLines(path: string): Generator<Line> {
  const file = openIfPresent(path)
  if (file === undefined) return
  try {
    const chunk = Buffer.alloc(CHUNK)
    let rest: Buffer = Buffer.alloc(0)
    let restAt = 0
    for (let at = 0; ;) {
      const count = readSync(file, chunk, 0, CHUNK, at)
      if (count === 0) return
      at += count
      rest = Buffer.concat([rest, chunk.subarray(0, count)])
      let start = 0
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, start)) {
        yield { offset: restAt + start, length: end - start, text: rest.subarray(start, end).toString('utf8') }
        start = end + 1
      }
      rest = Buffer.from(rest.subarray(start))
      restAt += start
    }
  } finally {
    closeSync(file)
  }
}

function openIfPresent(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Writes a file whole or not at all: a reader finds the old one or the new one, after a power cut as well. */
export function replaceFile(path: string, pieces: Iterable<string | Buffer>): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w')
  try {
    let pending: Buffer[] = []
    let size = 0
    const flush = (): void => {
      if (size > 0) writeAll(file, Buffer.concat(pending))
      pending = []
      size = 0
    }
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      pending.push(bytes)
      size += bytes.length
      if (size > CHUNK) flush()
    }
    flush()
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

export function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

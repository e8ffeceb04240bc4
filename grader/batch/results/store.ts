/**
 * The results of a class on disk, in a folder: `journal.jsonl`, a line for each result as it is finished, in whatever order; at the
 * end `results.jsonl`, the same lines in the order of learners and tasks. Whatever the process dies of, each line is there or not.
 */
import { closeSync, ftruncateSync, fsyncSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readLines, replaceFile, writeAll } from './lines.ts'
import type { StoredResult } from './stored-result.ts'
import { fingerprintOf, keyOf, parseStored } from './stored-result.ts'

interface Place {
  readonly file: 'journal' | 'results'
  readonly offset: number
  readonly length: number
  readonly fingerprint: string
}

export interface ResultStore {
  /** True where this very submission has been graded. */
  has(key: string, fingerprint: string): boolean
  /** Keeps a finished result. */
  append(result: StoredResult, line: string): void
  /** Writes `results.jsonl` with these keys, in their order; all of them have to be there. */
  finish(keys: readonly string[]): void
  close(): void
}

export const resultsPath = (folder: string): string => join(folder, 'results.jsonl')
export const journalPath = (folder: string): string => join(folder, 'journal.jsonl')

/** Opens a folder's results, those of earlier runs included. */
export function openStore(folder: string): ResultStore {
  const paths = { journal: journalPath(folder), results: resultsPath(folder) }
  const places = new Map<string, Place>()
  let end = 0
  for (const file of ['results', 'journal'] as const)
    for (const { offset, length, text } of readLines(paths[file])) {
      if (file === 'journal') end = offset + length + 1
      const result = parseStored(text)
      if (result !== undefined) places.set(keyOf(result), { file, offset, length, fingerprint: fingerprintOf(result) })
    }
  const journal = openSync(paths.journal, 'a+')
  // A line that was not written to its end is written again.
  ftruncateSync(journal, end)
  return {
    has: (key, fingerprint) => places.get(key)?.fingerprint === fingerprint,
    append: (result, line) => {
      const bytes = Buffer.from(`${line}\n`)
      writeAll(journal, bytes)
      const fingerprint = fingerprintOf(result)
      places.set(keyOf(result), { file: 'journal', offset: end, length: bytes.length - 1, fingerprint })
      end += bytes.length
    },
    finish: (keys) => {
      fsyncSync(journal)
      writeSorted(paths, keys, places)
      rmSync(paths.journal, { force: true })
    },
    close: () => closeSync(journal),
  }
}

function writeSorted(
  paths: Readonly<Record<Place['file'], string>>,
  keys: readonly string[],
  places: ReadonlyMap<string, Place>,
): void {
  const open = new Map<Place['file'], number>()
  const fileOf = (name: Place['file']): number => {
    const file = open.get(name) ?? openSync(paths[name], 'r')
    open.set(name, file)
    return file
  }
  function* lines(): Generator<Buffer> {
    for (const key of keys) {
      const place = places.get(key)
      if (place === undefined) throw new Error(`no result of ${JSON.stringify(key)}`)
      const bytes = Buffer.alloc(place.length + 1, '\n')
      readSync(fileOf(place.file), bytes, 0, place.length, place.offset)
      yield bytes
    }
  }
  try {
    replaceFile(paths.results, lines())
  } finally {
    for (const file of open.values()) closeSync(file)
  }
}

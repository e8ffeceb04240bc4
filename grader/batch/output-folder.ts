/** The folder that a batch writes into: `batch.json` says of what, the rest is the results'. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../src/node/make-folder.ts'
import { Problem } from '../terminal/problem.ts'
import { systemErrorCode } from '../daemon/private-files.ts'
import { isAlive } from '../daemon/record.ts'
import { readLines, replaceFile } from './results/lines.ts'
import { journalPath, resultsPath } from './results/store.ts'
import type { StoredResult } from './results/stored-result.ts'
import type { Shard } from './shard.ts'

export interface BatchRecord {
  readonly schema: 'netgrade/batch/v1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly language: string
  readonly tasks: readonly string[]
  /** Of everything besides the submissions that results depend on. */
  readonly settings: string
  readonly shard: Shard
}

const recordPath = (folder: string): string => join(folder, 'batch.json')

export const settingsHash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Undefined where no batch was written here. */
export function readRecord(folder: string): BatchRecord | undefined {
  try {
    const value = JSON.parse(readFileSync(recordPath(folder), 'utf8')) as BatchRecord | null
    return value?.schema === 'netgrade/batch/v1' ? value : undefined
  } catch {
    return undefined
  }
}

/** True where all submissions have their results. */
export const isFinished = (folder: string): boolean => existsSync(resultsPath(folder)) && !existsSync(journalPath(folder))

/** Makes the folder this batch's. What another one left there is only written over where nothing is lost by it. */
export function claimFolder(folder: string, record: BatchRecord, isResumed: boolean): void {
  openFolder(folder)
  const known = readRecord(folder)
  if (known !== undefined && isResumed && (known.settings !== record.settings || !isSameShard(known.shard, record.shard)))
    throw new Problem('batch-settings', { path: folder })
  if (!isResumed) {
    if (existsSync(journalPath(folder))) throw new Problem('batch-unfinished', { path: folder })
    rmSync(resultsPath(folder), { force: true })
  }
  replaceFile(recordPath(folder), [`${JSON.stringify(record, null, 2)}\n`])
}

/** Where nothing can be written is for whoever named the folder to know. */
function openFolder(folder: string): void {
  try {
    makeFolder(folder)
    claim(folder)
  } catch (error) {
    if (error instanceof Problem || systemErrorCode(error) === undefined) throw error
    throw new Problem('output-unwritable', { path: folder, reason: error instanceof Error ? error.message : '' }, error)
  }
}

const isSameShard = (a: Shard, b: Shard): boolean => a.index === b.index && a.of === b.of

const lockPath = (folder: string): string => join(folder, 'batch.lock')

/** Two processes must not write one journal. What a killed one left behind is taken over. */
function claim(folder: string): void {
  for (;;) {
    try {
      writeFileSync(lockPath(folder), String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
    const pid = Number(readFileSync(lockPath(folder), 'utf8'))
    if (Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid))
      throw new Problem('batch-locked', { path: lockPath(folder), pid: String(pid) })
    rmSync(lockPath(folder), { force: true })
  }
}

export const releaseFolder = (folder: string): void => rmSync(lockPath(folder), { force: true })

/** All results of a folder, in order; to be read as often as one likes. */
export const resultsOf = (folder: string): Iterable<StoredResult> => ({
  *[Symbol.iterator]() {
    for (const { text } of readLines(resultsPath(folder))) yield JSON.parse(text) as StoredResult
  },
})

/** Puts the shards of a class together, as if it had been graded in one. */
import { closeSync, openSync, readSync } from 'node:fs'
import { nameOfTask } from '../../src/grading/task.ts'
import { Problem } from '../terminal/problem.ts'
import { isFinished, readRecord, type BatchRecord } from './output-folder.ts'
import { readLines } from './results/lines.ts'
import { resultsPath } from './results/store.ts'
import type { StoredResult } from './results/stored-result.ts'
import { WHOLE } from './shard.ts'

interface Place {
  readonly folder: string
  readonly offset: number
  readonly length: number
  readonly learner: string
  readonly task: number
}

/** The record of the whole. Throws a problem where the folders are not all the shards of one batch. */
export function recordOfWhole(folders: readonly string[]): BatchRecord {
  const records = folders.map((folder) => {
    const record = readRecord(folder)
    if (record === undefined) throw new Problem('merge-no-batch', { path: folder })
    if (!isFinished(folder)) throw new Problem('batch-unfinished', { path: folder })
    return { folder, record }
  })
  const [first] = records
  if (first === undefined) throw new Problem('merge-no-batch', { path: '' })
  for (const { folder, record } of records)
    if (record.settings !== first.record.settings || record.shard.of !== first.record.shard.of)
      throw new Problem('merge-mixed', { path: folder, first: first.folder })
  const found = records.map(({ record }) => record.shard.index)
  const missing = Array.from({ length: first.record.shard.of }, (_, index) => index + 1).filter(
    (index) => !found.includes(index),
  )
  if (missing.length > 0)
    throw new Problem('merge-incomplete', { missing: missing.join(', '), of: String(first.record.shard.of) })
  const twice = found.find((index, at) => found.indexOf(index) !== at)
  if (twice !== undefined) throw new Problem('merge-twice', { shard: String(twice) })
  return { ...first.record, shard: WHOLE }
}

/** The lines of all folders in the order of learners and tasks, read one by one. */
export function* mergedLines(folders: readonly string[], tasks: readonly string[]): Generator<Buffer> {
  const places: Place[] = []
  for (const folder of folders)
    for (const { offset, length, text } of readLines(resultsPath(folder))) {
      const { learner, task } = JSON.parse(text) as StoredResult
      places.push({ folder, offset, length, learner: learner.id, task: tasks.indexOf(nameOfTask(task)) })
    }
  places.sort((a, b) => (a.learner < b.learner ? -1 : a.learner > b.learner ? 1 : a.task - b.task))
  const files = new Map(folders.map((folder) => [folder, openSync(resultsPath(folder), 'r')]))
  try {
    for (const { folder, offset, length } of places) {
      const bytes = Buffer.alloc(length + 1, '\n')
      readSync(files.get(folder) ?? -1, bytes, 0, length, offset)
      yield bytes
    }
  } finally {
    for (const file of files.values()) closeSync(file)
  }
}

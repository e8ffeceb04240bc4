/** Puts another state in the place of a stopped cluster's: whole or not at all, whenever the machine stops. */
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createStore } from '../../src/cluster/store/memory-store.ts'
import type { StoredObject } from '../../src/cluster/store/store.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { openJournal, readLastRevision, syncDirectory } from './journal.ts'
import { ensurePrivateDirectory, fileProblem, readIfPresent, systemErrorCode, writePrivateFile } from './private-files.ts'

const JOURNAL = 'journal'
const RANGES = 'ranges.json'

export interface NewState {
  readonly objects: readonly StoredObject[]
  /** The text of the ranges' file; undefined where nobody chose any. */
  readonly ranges: string | undefined
}

/** A state that is still being written. A crash leaves it for the next to remove. */
const draftOf = ({ data }: StatePaths): string => join(data, 'import')
/** One that is whole: it takes the old one's place, now or when the cluster is opened next. */
const nextOf = ({ data }: StatePaths): string => join(data, 'next')

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  })
}

/** Revisions go on from the highest there was, so that no client takes an object for one that it knew. */
async function writeDraft(paths: StatePaths, { objects, ranges }: NewState): Promise<void> {
  const draft = draftOf(paths)
  await rm(draft, { recursive: true, force: true })
  await ensurePrivateDirectory(draft)
  if (ranges !== undefined) await writePrivateFile(join(draft, RANGES), ranges)
  const journal = await openJournal(draft)
  let revision = Math.max(
    await readLastRevision(paths.data),
    ...objects.map(({ metadata }) => Number(metadata.resourceVersion ?? 0) || 0),
  )
  for (const [resource, object] of createStore({ objects }).entries()) {
    revision += 1
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
    journal.append({ type: 'ADDED', resource, object: stored, revision })
  }
  await journal.flushed().finally(() => journal.close())
}

/** Replaces all that the stopped cluster has. What was there may be damaged. */
export async function replaceState(paths: StatePaths, state: NewState): Promise<void> {
  try {
    await ensurePrivateDirectory(paths.data)
    await writeDraft(paths, state)
    await rm(nextOf(paths), { recursive: true, force: true })
    await rename(draftOf(paths), nextOf(paths))
    await syncDirectory(paths.data)
    await completeReplacement(paths)
  } catch (error) {
    throw fileProblem(error, paths.data)
  }
}

/** Ends a replacement that a crash has broken off. For who has the state alone. */
export async function completeReplacement(paths: StatePaths): Promise<void> {
  const next = nextOf(paths)
  const names = await namesIn(next)
  // The journal goes last: as long as it is there, nothing of this has to have happened.
  if (names.includes(JOURNAL)) {
    const ranges = await readIfPresent(join(next, RANGES))
    if (ranges === undefined) await rm(paths.ranges, { force: true })
    else await writePrivateFile(paths.ranges, ranges)
    await rename(join(next, JOURNAL), join(paths.data, JOURNAL))
    await syncDirectory(paths.data)
  }
  await rm(next, { recursive: true, force: true })
}

/**
 * Deletes every object of the stopped cluster. Credentials and kubeconfig stay, so that shells which use them go on working, and so do
 * the address ranges: an empty cluster is still the one that was chosen.
 */
export async function wipeState(paths: StatePaths): Promise<void> {
  try {
    await completeReplacement(paths)
    const files = (await namesIn(paths.data)).map((name) => join(paths.data, name))
    await Promise.all(files.filter((file) => file !== paths.ranges).map((file) => rm(file, { recursive: true, force: true })))
  } catch (error) {
    throw fileProblem(error, paths.data)
  }
}

/** What one learner has handed in, read within limits. */
import { MANIFEST, toGiven, type GivenFile } from '../../src/node/read-files.ts'
import type { Entry } from './archive/entry.ts'
import { archiveStem, readSmallArchive } from './archive/open-archive.ts'
import { safeParts } from './archive/safe-path.ts'
import { LIMITS } from './limits.ts'
import { Refusal } from './refusal.ts'

export interface Submission {
  readonly learner: string
  /** Reads everything; throws a Refusal. */
  readonly read: () => Handed
}

export interface Handed {
  /** Manifests by path within the submission, sorted. */
  readonly files: readonly GivenFile[]
  /** Of the newest file; 0 where there is none. */
  readonly modifiedMs: number
}

interface Placed {
  readonly path: string
  readonly entry: Entry
}

/** Folders that archivers and editors leave behind, and hidden files, are no part of what was handed in. */
export const isHidden = (part: string): boolean => part.startsWith('.') || part === '__MACOSX'

/** A submission of these entries, whose paths are within it; one that is nothing but an archive is what that holds. */
export const readSubmission = (entries: Iterable<Entry>, tasks: readonly string[]): Handed => {
  const placed = place(entries)
  const [first] = placed
  if (first !== undefined && placed.length === 1 && archiveStem(first.path) !== undefined)
    return readManifests(withoutWrapper(place(readSmallArchive(first.entry.read(LIMITS.archiveBytes))), tasks))
  return readManifests(withoutWrapper(placed, tasks))
}

/** Entries with the paths they may have; throws a Refusal for any other, and for what is no file. */
const place = (entries: Iterable<Entry>): readonly Placed[] => {
  const placed = new Map<string, Placed>()
  let count = 0
  for (const entry of entries) {
    if (++count > LIMITS.entries) throw new Refusal('submission-entries', String(count))
    const parts = safeParts(entry.path)
    if (parts === undefined) {
      if (entry.kind === 'folder' && /^[./\\]*$/u.test(entry.path)) continue
      throw new Refusal('submission-path', entry.path)
    }
    if (entry.kind === 'link' || entry.kind === 'other') throw new Refusal('submission-link', entry.path)
    if (entry.kind === 'folder' || parts.some(isHidden)) continue
    const path = parts.join('/')
    if (placed.has(path)) throw new Refusal('submission-same-name', path)
    placed.set(path, { path, entry })
  }
  return [...placed.values()]
}

const topOf = (path: string): string => path.slice(0, path.indexOf('/') + 1)

/** Archives often hold one folder with everything in it. */
const withoutWrapper = (placed: readonly Placed[], tasks: readonly string[]): readonly Placed[] => {
  const [first] = placed
  const top = first === undefined ? '' : topOf(first.path)
  if (top === '' || tasks.includes(top.slice(0, -1)) || placed.some(({ path }) => topOf(path) !== top)) return placed
  return placed.map(({ path, entry }) => ({ path: path.slice(top.length), entry }))
}

const readManifests = (placed: readonly Placed[]): Handed => {
  const manifests = placed.filter(({ path }) => MANIFEST.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1))
  if (manifests.length > LIMITS.files) throw new Refusal('submission-entries', String(manifests.length))
  let left: number = LIMITS.bytes
  const files = manifests.map(({ path, entry }) => {
    if (entry.size > LIMITS.fileBytes || entry.size > left) throw new Refusal('submission-large', path)
    const contents = entry.read(Math.min(LIMITS.fileBytes, left))
    left -= contents.length
    return toGiven(path, contents)
  })
  const times = manifests.map(({ entry }) => entry.modifiedMs).filter((ms) => ms >= 0 && ms < LATEST_MS)
  return { files, modifiedMs: Math.max(0, ...times) }
}

/** The last moment that is written with a year of four digits. */
const LATEST_MS = Date.UTC(10_000, 0, 1)

/** Of what was handed in, the files for one task: those in its folder, or where there are no such folders and one task only, all. */
export const filesFor = (
  task: string,
  files: readonly GivenFile[],
  { tasks, isOnly }: { readonly tasks: readonly string[]; readonly isOnly: boolean },
): readonly GivenFile[] => {
  const hasFolders = files.some(({ path }) => tasks.includes(topOf(path).slice(0, -1)))
  if (!hasFolders) return isOnly ? files : []
  return files.filter(({ path }) => path.startsWith(`${task}/`))
}

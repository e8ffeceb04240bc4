/** What one learner has handed in, read within limits. */
import { parseSubmission, type Submission as SignedSubmission } from '../../src/course/exam/submission.ts'
import { MANIFEST, toGiven, type GivenFile } from '../../src/node/read-files.ts'
import { nameOfTask } from '../../src/grading/task.ts'
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
  /** What the one file is, where it was made by `grade exam submit`. */
  readonly signed?: SignedSubmission
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
    // A whole cluster is larger than what anybody writes.
    const limit = manifests.length === 1 && path.endsWith('.json') ? LIMITS.bytes : LIMITS.fileBytes
    if (entry.size > limit || entry.size > left) throw new Refusal('submission-large', path)
    const contents = entry.read(Math.min(limit, left))
    left -= contents.length
    return toGiven(path, contents)
  })
  const times = manifests.map(({ entry }) => entry.modifiedMs).filter((ms) => ms >= 0 && ms < LATEST_MS)
  const signed = signedAmong(files)
  return { files, modifiedMs: Math.max(0, ...times), ...(signed === undefined ? {} : { signed }) }
}

const isSigned = ({ path, text }: GivenFile): boolean =>
  path.endsWith('.json') && text.startsWith('{') && text.includes('"netgrade/submission/v1"')

/** Throws a Refusal where it cannot be read, and where it does not lie by itself. */
const signedAmong = (files: readonly GivenFile[]): SignedSubmission | undefined => {
  const [first] = files.filter(isSigned)
  if (first === undefined) return undefined
  if (files.length > 1) throw new Refusal('submission-twice', files.map(({ path }) => path).join(', '))
  const read = parseSubmission(first.text)
  if ('reason' in read) throw new Refusal('submission-unsound', read.reason)
  return read
}

/** The last moment that is written with a year of four digits. */
const LATEST_MS = Date.UTC(10_000, 0, 1)

type TaskName = Parameters<typeof nameOfTask>[0]

interface Choice {
  /** Ids of all sections. */
  readonly sections: readonly string[]
  /** The tasks that are graded. */
  readonly graded: readonly TaskName[]
}

/**
 * Of what was handed in, the files for one task: those in its folder, or where there are no such folders and one task only, all. A
 * variant's folder lies in its section's; where nobody has made one, it is the section's that holds them.
 */
export const filesFor = (task: TaskName, files: readonly GivenFile[], { sections, graded }: Choice): readonly GivenFile[] => {
  const hasFolders = files.some(({ path }) => sections.includes(topOf(path).slice(0, -1)))
  if (!hasFolders) return graded.length === 1 ? files : []
  const within = (folder: string): readonly GivenFile[] => files.filter(({ path }) => path.startsWith(`${folder}/`))
  const own = within(task.id)
  const siblings = graded.filter(({ id }) => id === task.id)
  const ofVariants = siblings.flatMap((one) => (one.variant === undefined ? [] : within(nameOfTask(one))))
  if (task.variant === undefined) return own.filter((file) => !ofVariants.includes(file))
  const inFolder = within(nameOfTask(task))
  return inFolder.length > 0 || siblings.length > 1 ? inFolder : own
}

/** A class as a folder: a folder, an archive or a manifest for each learner. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { MANIFEST } from '../../src/node/read-files.ts'
import type { Entry } from './archive/entry.ts'
import { archiveStem } from './archive/open-archive.ts'
import { safeParts } from './archive/safe-path.ts'
import { LIMITS } from './limits.ts'
import { Refusal } from './refusal.ts'
import { isHidden, readSubmission, type Submission } from './submission.ts'

const kindOf = (stats: ReturnType<typeof lstatSync>): Entry['kind'] => {
  if (stats === undefined) return 'other'
  if (stats.isSymbolicLink()) return 'link'
  return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
}

/** What stands at a path; its name within the submission begins below `base`. */
const entryAt = (path: string, base: string): Entry => {
  const stats = lstatSync(path)
  return {
    path: relative(base, path).split('\\').join('/'),
    kind: kindOf(stats),
    size: stats.size,
    modifiedMs: Math.floor(stats.mtimeMs),
    read: (limit) => {
      if (stats.size > limit) throw new Refusal('submission-large', relative(base, path))
      return readFileSync(path)
    },
  }
}

/** Everything below a folder, however deep; links are not followed. */
function* walk(folder: string, base: string): Generator<Entry> {
  for (const name of readdirSync(folder).sort()) {
    if (isHidden(name)) continue
    const entry = entryAt(join(folder, name), base)
    yield entry
    if (entry.kind === 'folder' && entry.path.split('/').length < LIMITS.depth) yield* walk(join(folder, name), base)
  }
}

/** What the file system refuses is told of the one submission that it is about. */
function orUnreadable<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new Refusal('submission-unreadable', error.message)
    throw error
  }
}

const nameOf = (name: string, kind: Entry['kind']): string | undefined => {
  if (kind === 'folder') return name
  return archiveStem(name) ?? (MANIFEST.test(name) ? name.replace(MANIFEST, '') : kind === 'link' ? name : undefined)
}

/** Submissions by learner, in no particular order; `ignored` receives names that are none. */
export const listFolder = (
  folder: string,
  tasks: readonly string[],
  ignored: (name: string) => void,
): readonly Submission[] => {
  const known = new Map<string, Submission>()
  for (const name of readdirSync(folder)) {
    if (isHidden(name)) continue
    if (safeParts(name) === undefined) {
      ignored(name)
      continue
    }
    const path = join(folder, name)
    const { kind } = entryAt(path, folder)
    const learner = nameOf(name, kind)
    if (learner === undefined) ignored(name)
    else if (known.has(learner)) known.set(learner, refused(learner, new Refusal('submission-twice', learner)))
    else if (kind === 'link' || kind === 'other') known.set(learner, refused(learner, new Refusal('submission-link', name)))
    else {
      const entries = (): Iterable<Entry> => (kind === 'folder' ? walk(path, path) : [entryAt(path, folder)])
      known.set(learner, { learner, read: () => orUnreadable(() => readSubmission(entries(), tasks)) })
    }
  }
  return [...known.values()]
}

export const refused = (learner: string, refusal: Refusal): Submission => ({
  learner,
  read: () => {
    throw refusal
  },
})

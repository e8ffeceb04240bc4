/** A class as one archive: its folders, or its archives and manifests, are the learners. */
import { MANIFEST } from '../../src/node/read-files.ts'
import type { Bytes } from './archive/bytes.ts'
import type { Entry } from './archive/entry.ts'
import { archiveStem, readEntries } from './archive/open-archive.ts'
import { safeParts } from './archive/safe-path.ts'
import { LIMITS } from './limits.ts'
import { refused } from './list-folder.ts'
import { Refusal } from './refusal.ts'
import { isHidden, readSubmission, type Submission } from './submission.ts'

interface Parcel {
  readonly entries: Entry[]
  /** The folder or file that it came as; a second one is one too many. */
  readonly origin: string
  isTwice: boolean
}

/** Where an entry belongs; undefined where it is nobody's. A path that leaves the folder of a learner is charged to that learner. */
const ownerOf = (path: string, skip: string): { readonly learner: string; readonly rest: string } | undefined => {
  const plain = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/u, '')
  if (!plain.startsWith(skip)) return undefined
  const [first = '', ...rest] = plain.slice(skip.length).split('/')
  if (safeParts(first) === undefined || isHidden(first)) return undefined
  return { learner: first, rest: rest.join('/') }
}

/** One folder around the whole class is no learner: then what is in it is neither a task's folder nor a manifest. */
const wrapperOf = (entries: readonly Entry[], tasks: readonly string[]): string => {
  const placed = entries.flatMap(({ path, kind }) => {
    const parts = safeParts(path)
    return parts === undefined || parts.some(isHidden) || (kind === 'folder' && parts.length === 1) ? [] : [{ parts, kind }]
  })
  const [top] = placed[0]?.parts ?? []
  const isAround = placed.every(({ parts: [first, second = '', third], kind }) => {
    if (first !== top || tasks.includes(second)) return false
    return third !== undefined || kind === 'folder' || archiveStem(second) !== undefined
  })
  return top !== undefined && isAround ? `${top}/` : ''
}

/** Submissions by learner. Throws a Refusal where the archive as a whole cannot be read. */
export const listArchive = (bytes: Bytes, tasks: readonly string[], ignored: (name: string) => void): readonly Submission[] => {
  const all = [...readEntries(bytes, LIMITS.classEntries)]
  const skip = wrapperOf(all, tasks)
  const parcels = new Map<string, Parcel>()
  const add = (learner: string, origin: string, entry: Entry): void => {
    const parcel = parcels.get(learner) ?? { entries: [], origin, isTwice: false }
    parcels.set(learner, parcel)
    if (parcel.origin !== origin) parcel.isTwice = true
    parcel.entries.push(entry)
  }
  for (const entry of all) {
    const owner = ownerOf(entry.path, skip)
    const isInside = owner !== undefined && (owner.rest !== '' || entry.kind === 'folder')
    const learner = owner === undefined || isInside ? owner?.learner : learnerOf(owner.learner)
    if (owner === undefined || learner === undefined) {
      if (entry.kind !== 'folder') ignored(entry.path)
    } else if (isInside) add(learner, `${learner}/`, { ...entry, path: owner.rest === '' ? '.' : owner.rest })
    else add(learner, owner.learner, { ...entry, path: owner.learner })
  }
  return [...parcels].map(([learner, { entries, isTwice }]) =>
    isTwice
      ? refused(learner, new Refusal('submission-twice', learner))
      : { learner, read: () => readSubmission(entries, tasks) },
  )
}

/** Of a file beside the learners' folders: an archive or a manifest. */
const learnerOf = (name: string): string | undefined =>
  archiveStem(name) ?? (MANIFEST.test(name) ? name.replace(MANIFEST, '') : undefined)

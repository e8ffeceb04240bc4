/**
 * The embedded cluster's durable state: an append-only file of checksummed lines, brought up to date by one fdatasync for all
 * changes that wait together, and rewritten when most of it is outdated.
 *
 * A plain file and not lmdb: on a full disk lmdb's promise of a flush never settles and its rejections are unhandled, so a
 * learner would see a hang; and a native module is one more thing that can be missing. Here a refused write leaves the file as it
 * was, the refusal reaches who waits, and the change is tried again with the next one.
 */
import { open, rename, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Journal, StoredObject, StoreEvent } from '../../src/cluster/store/store.ts'
import { Problem } from '../terminal/problem.ts'
import { fileProblem, readIfPresent } from './private-files.ts'

export interface JournalContents {
  readonly objects: readonly StoredObject[]
  readonly revision: number
  /** At the end of the file: of a change that was not written whole, and is left out. */
  readonly tornBytes: number
}

export interface FileJournal extends Journal {
  /** What was there when it was opened. */
  readonly contents: JournalContents
  close(): Promise<void>
}

interface Entry {
  readonly revision: number
  readonly key: string
  /** null where the object was deleted. */
  readonly object: StoredObject | null
  /** Before the first batch: how many lines it has. A new cluster has all that it begins with, or is new still. */
  readonly batch?: number
}

const COMPACT_ABOVE_BYTES = 8 * 1024 * 1024
const WASTE_RATIO = 4

const encode = (entry: Entry): string => {
  const json = JSON.stringify(entry)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

const encodeBatch = (batch: number): string => encode({ revision: 0, key: '', object: null, batch })

function decode(line: string): Entry | undefined {
  const json = line.slice(9)
  if (line[8] !== ' ' || crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return undefined
  return JSON.parse(json) as Entry
}

interface Replayed {
  /** The live lines by key. */
  readonly live: Live
  readonly revision: number
  /** How many bytes of the file are whole, and how many come after them. */
  readonly bytes: number
  readonly tornBytes: number
}

/** A torn last line is what a crash leaves, and so is a first batch that is not whole: nobody was told of either. */
function replay(text: string, path: string): Replayed {
  const live = createLive()
  let revision = 0
  let position = 0
  let missing = 0
  for (;;) {
    const end = text.indexOf('\n', position)
    const entry = end < 0 ? undefined : decode(text.slice(position, end))
    if (entry === undefined) break
    missing = entry.batch ?? missing - 1
    revision = Math.max(revision, entry.revision)
    live.set(entry, end + 1 - position)
    position = end + 1
  }
  const rest = text.slice(position).split('\n').slice(1)
  if (rest.some((line) => decode(line) !== undefined)) {
    const line = String(text.slice(0, position).split('\n').length)
    throw new Problem('state-damaged', { path, line, offset: String(Buffer.byteLength(text.slice(0, position))) })
  }
  const tornBytes = Buffer.byteLength(text.slice(position))
  if (missing > 0) return { live: createLive(), revision: 0, bytes: 0, tornBytes: 0 }
  return { live, revision, bytes: Buffer.byteLength(text.slice(0, position)), tornBytes }
}

/** What a rewritten file would hold, and how long it would be. */
interface Live {
  readonly lines: ReadonlyMap<string, Line>
  readonly bytes: number
  set(entry: Entry, bytes: number): void
}

interface Line {
  readonly entry: Entry
  readonly bytes: number
}

function createLive(): Live {
  const lines = new Map<string, Line>()
  let total = 0
  return {
    lines,
    get bytes() {
      return total
    },
    set: (entry, bytes) => {
      total -= lines.get(entry.key)?.bytes ?? 0
      if (entry.object === null) lines.delete(entry.key)
      else {
        lines.set(entry.key, { entry, bytes })
        total += bytes
      }
    },
  }
}

const keyOf = (event: StoreEvent): string =>
  `${event.resource}/${event.object.metadata.namespace ?? ''}/${event.object.metadata.name ?? ''}`

/** Makes what was renamed in a directory last. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

const contentsOf = ({ live, revision, tornBytes }: Replayed): JournalContents => ({
  objects: [...live.lines.values()].flatMap(({ entry: { object } }) => (object === null ? [] : [object])),
  ...{ revision, tornBytes },
})

/** What `directory/journal` holds, whether a process has it open or not. */
export async function readJournal(directory: string): Promise<JournalContents> {
  const path = join(directory, 'journal')
  return contentsOf(replay((await readIfPresent(path)) ?? '', path))
}

/** The highest revision that can be read in `directory/journal`, damaged or not; 0 where there is none. */
export async function readLastRevision(directory: string): Promise<number> {
  const text = (await readIfPresent(join(directory, 'journal'))) ?? ''
  return text.split('\n').reduce((highest, line) => Math.max(highest, decode(line)?.revision ?? 0), 0)
}

/** Opens `directory/journal` or begins it. Only one process may have it open; the daemon sees to that. */
export async function openJournal(directory: string): Promise<FileJournal> {
  const path = join(directory, 'journal')
  const replayed = replay((await readIfPresent(path)) ?? '', path)
  const { live, revision, bytes } = replayed
  const contents = contentsOf(replayed)
  try {
    const writer = await openWriter(path, live, { revision, bytes })
    return { ...writer, contents }
  } catch (error) {
    throw fileProblem(error, path)
  }
}

/** The state that the functions of an open journal share. */
interface WriterState {
  readonly path: string
  readonly live: Live
  handle: FileHandle
  bytes: number
  revision: number
  pending: string[]
  waiting: { resolve: () => void; reject: (problem: Error) => void }[]
  draining: Promise<void> | undefined
}

async function openWriter(
  path: string,
  live: Live,
  found: { revision: number; bytes: number },
): Promise<Journal & { close(): Promise<void> }> {
  const handle = await open(path, found.bytes === 0 ? 'w' : 'r+', 0o600)
  const state: WriterState = {
    path,
    live,
    handle,
    bytes: found.bytes,
    revision: found.revision,
    pending: [],
    waiting: [],
    draining: undefined,
  }
  try {
    await handle.truncate(found.bytes)
    await syncDirectory(dirname(path))
    await compactIfWasteful(state)
  } catch (error) {
    await state.handle.close()
    throw error
  }
  return {
    append: (event) => {
      const entry = { revision: event.revision, key: keyOf(event), object: event.type === 'DELETED' ? null : event.object }
      const line = encode(entry)
      live.set(entry, line.length)
      state.revision = event.revision
      state.pending.push(line)
      startDraining(state)
    },
    flushed: () => {
      if (state.pending.length === 0 && state.draining === undefined) return Promise.resolve()
      return new Promise<void>((resolve, reject) => {
        state.waiting.push({ resolve, reject })
        startDraining(state)
      })
    },
    close: async () => {
      await state.draining
      await state.handle.close()
    },
  }
}

function startDraining(state: WriterState): void {
  // The microtask lets all changes of one step, and everybody who waits for them, share one sync.
  state.draining ??= Promise.resolve()
    .then(() => drain(state))
    .finally(() => {
      state.draining = undefined
      if (state.waiting.length > 0) startDraining(state)
    })
}

async function drain(state: WriterState): Promise<void> {
  while (state.pending.length > 0 || state.waiting.length > 0) {
    const lines = state.pending
    const waiting = state.waiting
    state.pending = []
    state.waiting = []
    try {
      await write(state, Buffer.from((state.bytes === 0 ? [encodeBatch(lines.length), ...lines] : lines).join('')))
      for (const { resolve } of waiting) resolve()
    } catch (error) {
      state.pending = [...lines, ...state.pending]
      await state.handle.truncate(state.bytes).catch(() => undefined)
      const problem = fileProblem(error, state.path)
      for (const { reject } of waiting) reject(problem)
      return
    }
  }
  await compactIfWasteful(state).catch(() => undefined)
}

async function write(state: WriterState, data: Buffer): Promise<void> {
  let written = 0
  while (written < data.length) {
    const { bytesWritten } = await state.handle.write(data, written, data.length - written, state.bytes + written)
    written += bytesWritten
  }
  await state.handle.datasync()
  state.bytes += data.length
}

/** Writes the live objects to a new file and puts it in the old one's place: a crash at any moment leaves one whole file. */
async function compactIfWasteful(state: WriterState): Promise<void> {
  if (state.bytes < COMPACT_ABOVE_BYTES || state.live.bytes * WASTE_RATIO > state.bytes) return
  const lines = [...state.live.lines.values()].map(({ entry }) => encode(entry))
  const data = Buffer.from([encode({ revision: state.revision, key: '', object: null }), ...lines].join(''))
  const path = `${state.path}.new`
  const fresh = await open(path, 'w', 0o600)
  try {
    await fresh.writeFile(data)
    await fresh.sync()
    await rename(path, state.path)
  } catch (error) {
    await fresh.close()
    throw error
  }
  const old = state.handle
  state.handle = fresh
  state.bytes = data.length
  await old.close()
  await syncDirectory(dirname(state.path))
}

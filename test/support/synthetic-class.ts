/**
 * A class from a seed: learners who hand in what is right, wrong for each known cause, unreadable, hostile, late, copied or nothing, and
 * for each of them the result that is expected. What is expected comes from the course's own wrong answers, not from the grader.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { LIMITS } from '../../grader/batch/limits.ts'
import type { RefusalCode } from '../../grader/batch/refusal.ts'
import { createSeededRandom } from '../../src/cluster/virtual.ts'
import { substitute, type Parameters } from '../../src/course/parameters.ts'
import { readTask } from '../../src/course/read-task.ts'
import { readSource } from '../../src/node/read-files.ts'
import { makeTar, makeZip, type ArchiveItem } from './archives.ts'

const TASKS = join(import.meta.dirname, '../../tasks')

export interface Expected {
  /** Passes; fails, the cause being among those that are named; or is refused. */
  readonly kind: 'pass' | 'wrong' | 'refused'
  readonly code?: string
  readonly late: boolean
}

export interface SyntheticClass {
  /** By learner, then by task. */
  readonly expected: ReadonlyMap<string, ReadonlyMap<string, Expected>>
}

export const DUE = '2026-11-20T12:00:00Z'
const IN_TIME = new Date('2026-11-20T11:00:00Z')
const TOO_LATE = new Date('2026-11-20T13:00:00Z')

interface Answer {
  readonly files: Readonly<Record<string, string>>
  readonly kind: 'pass' | 'wrong'
  readonly code?: string
}

const filesIn = (folder: string, parameters: Parameters): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
      .map((name) => [name, substitute(readFileSync(join(folder, name), 'utf8'), parameters)]),
  )

/** A variant is named as 3-3/egress. */
const folderOf = (task: string): string => join(TASKS, task.replace('/', '/variants/'))

/** What a task's authors know to be right and wrong. */
const answersTo = (task: string): readonly Answer[] => {
  const [id = '', variant] = task.split('/')
  const { parameters } = readTask(readSource(join(TASKS, id), id, variant)).task
  const wrong = readdirSync(join(folderOf(task), 'wrong')).map((name): Answer => {
    const folder = join(folderOf(task), 'wrong', name)
    const { cause } = parse(readFileSync(join(folder, 'wrong.yaml'), 'utf8')) as { readonly cause: string }
    return { files: filesIn(folder, parameters), kind: 'wrong', code: cause }
  })
  return [{ files: filesIn(join(folderOf(task), 'solution'), parameters), kind: 'pass' }, ...wrong]
}

/** Causes that the authors of a task know of. */
export const causesOf = (task: string): ReadonlySet<string> => new Set(answersTo(task).flatMap(({ code }) => code ?? []))

const HOSTILE: Readonly<Record<string, readonly [RefusalCode, (path: string) => void]>> = {
  upwards: [
    'submission-path',
    (path) => writeFileSync(`${path}.zip`, makeZip([{ path: '3-3/../../../x.yaml', text: 'a: 1' }])),
  ],
  link: [
    'submission-link',
    (path) => {
      mkdirSync(path)
      symlinkSync('/etc/passwd', join(path, 'passwd.yaml'))
    },
  ],
  linkInTar: [
    'submission-link',
    (path) => writeFileSync(`${path}.tar`, makeTar([{ path: 'x.yaml', link: '/etc/passwd' }, { path: 'y' }])),
  ],
  bomb: ['archive-bomb', (path) => writeFileSync(`${path}.tar.gz`, gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 512)))],
  liar: [
    'archive-bomb',
    (path) =>
      writeFileSync(`${path}.zip`, makeZip([{ path: 'x.yaml', text: Buffer.alloc(1e6), claimedSize: 9 }, { path: 'y' }])),
  ],
  encrypted: [
    'archive-encrypted',
    (path) => writeFileSync(`${path}.zip`, makeZip([{ path: 'x.yaml', text: 'a', isEncrypted: true }, { path: 'y' }])),
  ],
  many: [
    'submission-entries',
    (path) => {
      const items: readonly ArchiveItem[] = Array.from({ length: LIMITS.entries + 1 }, (_, index) => ({
        path: `${index}.yaml`,
      }))
      writeFileSync(`${path}.zip`, makeZip(items))
    },
  ],
  large: [
    'submission-large',
    (path) => {
      mkdirSync(path)
      writeFileSync(join(path, 'x.yaml'), 'a: 1\n'.repeat(LIMITS.fileBytes / 4))
    },
  ],
  noArchive: ['archive-damaged', (path) => writeFileSync(`${path}.zip`, 'PK, and nothing else')],
}

/** Writes a class into a new folder. */
export const makeClass = (
  folder: string,
  { seed, learners, tasks }: { readonly seed: number; readonly learners: number; readonly tasks: readonly string[] },
): SyntheticClass => {
  const random = createSeededRandom(seed)
  const below = (limit: number): number => random.below(limit)
  const answers = new Map(tasks.map((task) => [task, answersTo(task)] as const))
  const expected = new Map<string, ReadonlyMap<string, Expected>>()
  const honest: string[] = []
  const wrongs = new Map<string, number>()
  const nextWrong = (task: string) => (): number => {
    const turn = wrongs.get(task) ?? 0
    wrongs.set(task, turn + 1)
    return turn
  }
  const hostile = Object.values(HOSTILE)
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < learners; index++) {
    const learner = `learner-${String(index).padStart(4, '0')}`
    const path = join(folder, learner)
    const draw = below(100)
    const original = honest[below(Math.max(1, honest.length))]
    if (draw < 6) {
      const [code, write] = hostile[index % hostile.length]!
      write(path)
      expected.set(learner, new Map(tasks.map((task) => [task, { kind: 'refused', code, late: false }])))
    } else if (draw < 12 && original !== undefined) {
      cpSync(join(folder, original), path, { recursive: true, preserveTimestamps: true })
      expected.set(learner, expected.get(original)!)
    } else {
      const time = draw < 20 ? TOO_LATE : IN_TIME
      expected.set(
        learner,
        new Map(
          tasks.map((task) => [task, handIn(path, task, { time, answer: choose(answers.get(task)!, below, nextWrong(task)) })]),
        ),
      )
      honest.push(learner)
    }
  }
  return { expected }
}

/** Half of the answers are right, some tasks are left out, the others are wrong in every way in turn. */
const choose = (answers: readonly Answer[], below: (limit: number) => number, nextWrong: () => number): Answer | undefined => {
  const draw = below(100)
  if (draw < 5) return undefined
  return draw < 50 ? answers[0] : answers[1 + (nextWrong() % (answers.length - 1))]
}

const handIn = (path: string, task: string, { time, answer }: { time: Date; answer: Answer | undefined }): Expected => {
  mkdirSync(join(path, task), { recursive: true })
  if (answer === undefined) return { kind: 'refused', code: 'submission-missing', late: false }
  for (const [name, text] of Object.entries(answer.files)) {
    const file = join(path, task, name)
    writeFileSync(file, text)
    utimesSync(file, time, time)
  }
  const { kind, code } = answer
  return { kind, ...(code === undefined ? {} : { code }), late: time === TOO_LATE }
}

/** Replays recordings of kubectl on a cluster of one's own, and says which of their steps print something else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Chance } from '../../../tools/transcripts.ts'
import { openSession, ROOT, sleep, type Session } from './session.ts'

const FOLDER = join(ROOT, '../shared/transcripts')
/** The program that made the recordings; it knows how to read them, and what does not count. */
export const REPLAYER = join(FOLDER, 'transcript.mjs')

const POLL_MS = 100

interface Output {
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  readonly code: number
}
interface Step extends Output {
  readonly command: string
}
interface Replayer {
  readonly parse: (text: string) => readonly Step[]
  readonly normalise: (lines: readonly string[]) => readonly string[]
}

export interface DifferingStep {
  /** First line of the command. */
  readonly step: string
  /** Both outputs, for who has to mend it. */
  readonly report: string
}

export interface Replay {
  readonly steps: number
  readonly differing: readonly DifferingStep[]
}

const toLines = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/u, '').split('\n'))

/** Suffixes of made-up names that begin like a duration, such as -5dk2x: the recordings' normaliser takes them for ages. */
const LIKE_AN_AGE = /-(?=[bcdfghjklmnpqrstvwxz2456789]{5}\b)\d+(?=[dhms])/gu

const withoutAgesInNames = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(LIKE_AN_AGE, (digits) => digits.replace(/\d/gu, 'x')))

const run = async (session: Session, command: string): Promise<Output> => {
  const { out, err, code } = await session.shell(command)
  return { stdout: toLines(out), stderr: toLines(err), code }
}

/** Neighbours that match are sorted among themselves. */
const sortRuns = (lines: readonly string[], pattern: RegExp): readonly string[] => {
  const sorted = [...lines]
  for (let start = 0; start < sorted.length; start++) {
    let end = start
    while (end < sorted.length && pattern.test(sorted[end] ?? '')) end++
    sorted.splice(start, end - start, ...sorted.slice(start, end).sort())
    start = end
  }
  return sorted
}

const applyChance = (lines: readonly string[], command: string, chance: readonly Chance[]): readonly string[] =>
  chance
    .filter(({ steps }) => command.includes(steps))
    .reduce((kept, { drop, sort }) => {
      const left = drop === undefined ? kept : kept.filter((line) => !new RegExp(drop, 'u').test(line))
      return sort === undefined ? left : sortRuns(left, new RegExp(sort, 'u'))
    }, lines)

/** A step's delay, in seconds, and what is to be done after it. A delay at the end only spares the next step the wait. */
const withoutDelay = (command: string): { readonly seconds: number; readonly command: string } => {
  const [all, seconds] = /^sleep (\d+); /u.exec(command) ?? []
  return { seconds: Number(seconds ?? 0), command: command.slice(all?.length ?? 0).replace(/; sleep \d+$/u, '') }
}

/** `head` that hears all that it is sent: kubectl is ended, or not, by one that has gone before it has written all of it. */
const withPatientHeads = (command: string): string => command.replaceAll(/\| head -(\d+)/gu, '| sed -n 1,$1p')

/** Replays one recording on a new cluster. */
export async function replay(file: string, chance: readonly Chance[]): Promise<Replay> {
  const { parse, normalise } = (await import(pathToFileURL(REPLAYER).href)) as Replayer
  const recorded = parse(readFileSync(join(FOLDER, file), 'utf8'))
  const session = await openSession()
  const differing: DifferingStep[] = []
  const render = ({ stdout, stderr, code }: Output, command: string): string =>
    [
      ...applyChance(normalise(withoutAgesInNames(stdout)), command, chance).map((line) => `| ${line}`),
      ...applyChance(normalise(withoutAgesInNames(stderr)), command, chance).map((line) => `! ${line}`),
      `? ${code}`,
    ].join('\n')
  try {
    const up = await session.grade('up')
    if (up.code !== 0) throw new Error(up.err)
    for (const step of recorded) {
      const { seconds, command: recordedCommand } = withoutDelay(step.command)
      const command = withPatientHeads(recordedCommand)
      const expected = render(step, step.command)
      const until = Date.now() + seconds * 1000
      let actual = render(await run(session, command), step.command)
      while (actual !== expected && Date.now() < until) {
        await sleep(POLL_MS)
        actual = render(await run(session, command), step.command)
      }
      if (actual !== expected)
        differing.push({
          step: step.command.split('\n')[0] ?? '',
          report: `$ ${step.command}\n--- real cluster\n${expected}\n+++ embedded cluster\n${actual}\n`,
        })
    }
  } finally {
    await session.close()
  }
  return { steps: recorded.length, differing }
}

/** How far a batch is: one line that is written over on a terminal, now and then a line of its own elsewhere. */
import type { Cli } from '../terminal/cli.ts'
import type { BatchProgress } from './run-batch.ts'

export interface ProgressWords {
  readonly line: (done: number, total: number, rate: string, left: string) => string
  readonly kept: (count: number) => string
}

export interface ProgressView {
  /** Writes as it is, where there is a terminal. */
  readonly live?: (text: string) => void
  readonly line: (text: string) => void
  readonly nowMs: () => number
  readonly words: ProgressWords
}

const LIVE_MS = 100
const LINES_MS = 10_000
const BAR = 24

export interface ProgressReport {
  readonly update: (progress: BatchProgress) => void
  /** Clears what is written over. */
  readonly end: () => void
}

export function reportProgress({ live, line, nowMs, words }: ProgressView): ProgressReport {
  const startMs = nowMs()
  let lastMs = startMs
  let isTold = false
  let wasShown = false
  return {
    update: (progress) => {
      const now = nowMs()
      if (!isTold && progress.kept > 0 && progress.graded > 0) {
        isTold = true
        if (live === undefined) line(words.kept(progress.kept))
      }
      if (now - lastMs < (live === undefined ? LINES_MS : LIVE_MS)) return
      lastMs = now
      const text = textOf(progress, now - startMs, words)
      if (live === undefined) line(text)
      else live(`\r\u001b[K${barOf(progress)} ${text}`)
      wasShown = true
    },
    end: () => {
      if (wasShown && live !== undefined) live('\r\u001b[K')
    },
  }
}

/** On the terminal of a command. */
export const progressOf = ({ live, err }: Pick<Cli, 'live' | 'err'>, words: ProgressWords): ProgressReport =>
  reportProgress({ ...(live === undefined ? {} : { live }), line: err, nowMs: () => performance.now(), words })

const textOf = ({ graded, kept, total }: BatchProgress, elapsedMs: number, words: ProgressWords): string => {
  const rate = graded / Math.max(0.001, elapsedMs / 1000)
  const leftSeconds = rate === 0 ? Number.NaN : Math.ceil((total - graded - kept) / rate)
  return words.line(graded + kept, total, rate.toFixed(rate < 10 ? 1 : 0), timeOf(leftSeconds))
}

const barOf = ({ graded, kept, total }: BatchProgress): string => {
  const full = total === 0 ? BAR : Math.floor(((graded + kept) / total) * BAR)
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`
}

/** `1:05`; nothing where it cannot be known yet. */
const timeOf = (seconds: number): string =>
  Number.isNaN(seconds) ? '–' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

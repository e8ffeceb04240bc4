/** The process that keeps an attempt while it runs: it saves what changes, and hands in when the time is over. */
import { spawn } from 'node:child_process'
import { stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { timePassed, type Reading } from '../../src/course/exam/time.ts'
import { readIfPresent, writePrivateFile } from '../daemon/private-files.ts'
import { isAlive } from '../daemon/record.ts'
import { leftMs, readEvents, record, saveState, type Attempt } from './attempt.ts'
import { readClock } from './clock.ts'
import { environmentOf } from './environment.ts'
import { submit } from './submit.ts'

const POLL_MS = 1000
/** The log says at least so often that time has passed: what a restart of the machine could hide is no more. */
const TICK_MS = 60_000
/** A process that has not told for so long that it lives is another one, which has its number. */
const SILENT_MS = 15_000

const recordFile = ({ folder }: Attempt): string => join(folder, 'invigilator.pid')

async function runningPid(attempt: Attempt): Promise<number | undefined> {
  const pid = await recordedPid(attempt)
  if (!(pid > 0 && isAlive(pid))) return undefined
  const { mtimeMs } = await stat(recordFile(attempt))
  return Date.now() - mtimeMs < SILENT_MS ? pid : undefined
}

const recordedPid = async (attempt: Attempt): Promise<number> => Number(await readIfPresent(recordFile(attempt)))

/** Starts the process unless it runs; `home` is the learner's own state directory. */
export async function ensureInvigilator(attempt: Attempt, root: URL, home: string): Promise<void> {
  if ((await runningPid(attempt)) !== undefined) return
  const script = fileURLToPath(new URL('grader/bin/grade.mjs', root))
  const child = spawn(process.execPath, [script, 'exam', 'invigilate'], {
    detached: true,
    stdio: 'ignore',
    cwd: attempt.folder,
    env: { ...process.env, NETGRADE_HOME: home },
  })
  if (child.pid !== undefined) await writePrivateFile(recordFile(attempt), String(child.pid))
  child.unref()
}

export async function stopInvigilator(attempt: Attempt): Promise<void> {
  const pid = await runningPid(attempt)
  if (pid !== undefined && pid !== process.pid)
    try {
      process.kill(pid, 'SIGTERM')
    } catch {
      // It has ended by itself.
    }
}

/** Whether the last entry is so old that it has to be told that time passes. */
export const isTickDue = (last: Reading | undefined, now: Reading): boolean =>
  last !== undefined && timePassed([last, now]).elapsedMs >= TICK_MS

/** Runs until the attempt has ended, or another process has taken it over. */
export async function invigilate(attempt: Attempt, program: string): Promise<void> {
  await writePrivateFile(recordFile(attempt), String(process.pid))
  let savedAt = -1
  for (;;) {
    const events = await readEvents(attempt)
    if (events.some(({ kind }) => kind === 'end') || (await recordedPid(attempt)) !== process.pid) return
    const now = new Date()
    await utimes(recordFile(attempt), now, now)
    if (leftMs(attempt, events) === 0) {
      await submit(attempt, program)
      return
    }
    const changed = await environmentOf(attempt).changedAtMs()
    if (changed !== savedAt) {
      savedAt = changed
      await saveState(attempt)
    }
    if (isTickDue(events.at(-1)?.at, readClock())) await record(attempt, 'tick')
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

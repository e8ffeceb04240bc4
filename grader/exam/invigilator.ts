/** The process that keeps an attempt while it runs: it saves what changes, and hands in when the time is over. */
import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readIfPresent, writePrivateFile } from '../daemon/private-files.ts'
import { isAlive } from '../daemon/record.ts'
import { leftMs, readEvents, saveState, type Attempt } from './attempt.ts'
import { submit } from './submit.ts'

const POLL_MS = 1000

const recordFile = ({ folder }: Attempt): string => join(folder, 'invigilator.pid')

async function runningPid(attempt: Attempt): Promise<number | undefined> {
  const pid = Number(await readIfPresent(recordFile(attempt)))
  return pid > 0 && isAlive(pid) ? pid : undefined
}

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

/** When the journal was written to last; milliseconds since 1970. */
const changedAt = async (attempt: Attempt): Promise<number> =>
  stat(join(attempt.cluster.data, 'journal')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )

/** Runs until the attempt has ended. */
export async function invigilate(attempt: Attempt, program: string): Promise<void> {
  let savedAt = -1
  for (;;) {
    const events = await readEvents(attempt)
    if (events.some(({ kind }) => kind === 'end')) return
    if (leftMs(attempt, events) === 0) {
      await submit(attempt, program)
      return
    }
    const changed = await changedAt(attempt)
    if (changed !== savedAt) {
      savedAt = changed
      await saveState(attempt)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

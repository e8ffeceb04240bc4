/** Ending the daemon from a command. */
import { askDaemon, findDaemon, type RunningDaemon } from './client.ts'
import { findOwner } from './owner.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { isAlive } from './record.ts'

const END_MS = 2500
const POLL_MS = 5

type Condition = () => boolean | Promise<boolean>

/** What is waited for: that the process is gone, or only that the state and the ports are free, which is earlier. */
export type StopUntil = 'gone' | 'released'

async function comesTrue(condition: Condition): Promise<boolean> {
  for (const endMs = performance.now() + END_MS; performance.now() < endMs;) {
    if (await condition()) return true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return false
}

async function endProcess(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await comesTrue(() => !isAlive(pid))) return
  }
}

/** A daemon of ours that lives but does not answer would keep the journal: it is ended, its state is on disk. False where there is none. */
export async function endSilentOwner(paths: StatePaths): Promise<boolean> {
  const owner = await findOwner(paths)
  if (owner === undefined) return false
  await endProcess(owner)
  return true
}

/** Ends a daemon that answers. */
export async function endDaemon(paths: StatePaths, { address, record }: RunningDaemon, until: StopUntil): Promise<void> {
  const { pid } = record
  await askDaemon(address, 'POST', '/netgrade/stop').catch(() => undefined)
  const isOver = async (): Promise<boolean> => !isAlive(pid) || (until === 'released' && (await findOwner(paths)) !== pid)
  if (!(await comesTrue(isOver))) await endProcess(pid)
}

/** Ends the daemon, whether it answers or not, and waits until it is gone. False where none ran. */
export async function stopDaemon(paths: StatePaths): Promise<boolean> {
  const running = await findDaemon(paths)
  if (running === undefined) return endSilentOwner(paths)
  await endDaemon(paths, running, 'gone')
  return true
}

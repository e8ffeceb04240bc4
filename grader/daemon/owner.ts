/** Keeps two processes from writing one journal. */
import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../terminal/problem.ts'
import { DAEMON_MARK } from './daemon-mark.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { fileProblem, readIfPresent, systemErrorCode } from './private-files.ts'
import { isAlive } from './record.ts'

async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
  } catch {
    return new Promise((resolve) => execFile('ps', ['-o', 'command=', '-p', String(pid)], (_error, stdout) => resolve(stdout)))
  }
}

/** True where the process lives and is a daemon for this state directory. */
export async function isDaemonProcess(pid: number, paths: StatePaths): Promise<boolean> {
  if (!isAlive(pid)) return false
  const line = await commandLine(pid)
  return line.includes(DAEMON_MARK) && line.includes(paths.home)
}

/** The daemon process that owns the state directory, whether or not it answers. */
export async function findOwner(paths: StatePaths): Promise<number | undefined> {
  const pid = Number(await readIfPresent(join(paths.data, 'owner')))
  return Number.isSafeInteger(pid) && pid > 0 && (await isDaemonProcess(pid, paths)) ? pid : undefined
}

/** Takes the journal for this process; what a killed daemon left behind is taken over. */
export async function claimJournal(paths: StatePaths): Promise<void> {
  const file = join(paths.data, 'owner')
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw fileProblem(error, file)
    }
    const owner = await findOwner(paths)
    if (owner !== undefined && owner !== process.pid) throw new Problem('lock-held', { path: paths.home, pid: String(owner) })
    await rm(file, { force: true })
  }
}

export const releaseJournal = (paths: StatePaths): Promise<void> => rm(join(paths.data, 'owner'), { force: true })

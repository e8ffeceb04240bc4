/** A daemon's process that was started and touches nothing until it is told what to serve: meanwhile it loads its code. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { devNull } from 'node:os'
import { fileURLToPath } from 'node:url'
import { DAEMON_MARK } from './daemon-mark.ts'
import type { StatePaths } from '../terminal/paths.ts'

export interface Standby {
  /** The state directory that it would serve. */
  readonly home: string
  /** Hands the process over: from then on it is the caller's to end. */
  take(): ChildProcess
  /** Ends the process unless it was taken; resolves when it is gone. */
  dismiss(): Promise<void>
}

const MAX_LOG_BYTES = 1024 * 1024

/** A log that has grown long begins anew. */
function openLog({ log }: StatePaths): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  return openSync(log, size > MAX_LOG_BYTES ? 'w' : 'a', 0o600)
}

/**
 * The daemon opens no connection and lets nobody in whom its own authority has not signed for, so that it needs none of the world's.
 * Node would read all it brings along for the first certificate, and those of NODE_EXTRA_CA_CERTS before anything else: each takes as
 * long again as its own start.
 */
const NO_AUTHORITIES = {
  flag: '--use-openssl-ca',
  environment: { NODE_EXTRA_CA_CERTS: undefined, SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull },
} as const

/** Starts the process; its home has to be there. Throws what the system refuses of the log. `root` holds grader/bin. */
export function startStandby(paths: StatePaths, root: URL): Standby {
  const log = openLog(paths)
  const script = fileURLToPath(new URL('grader/bin/daemon.cjs', root))
  const child = spawn(process.execPath, [NO_AUTHORITIES.flag, script, DAEMON_MARK, paths.home], {
    detached: true,
    cwd: paths.home,
    env: { ...process.env, ...NO_AUTHORITIES.environment },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  let isTaken = false
  return {
    home: paths.home,
    take: () => {
      isTaken = true
      return child
    },
    dismiss: async () => {
      if (isTaken) return
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** What a running daemon writes down so that other commands find it. */
import { readFileSync } from 'node:fs'
import type { StatePaths } from '../terminal/paths.ts'
import { readIfPresent } from './private-files.ts'

export interface DaemonRecord {
  readonly pid: number
  readonly port: number
  /** Changes with the program's code: an older daemon is replaced by `grade up`. */
  readonly build: string
  readonly startedAt: string
  /** Where the Ingress controller answers on 127.0.0.1; null where no port could be opened. */
  readonly ingress: { readonly http: number | null; readonly https: number | null }
  /** Whether Services of type LoadBalancer get addresses; an older build's record does not say. */
  readonly loadBalancer?: boolean
  /** What it found at the end of its state that was not written whole, and left out. */
  readonly tornBytes?: number
}

const isRecord = (value: unknown): value is DaemonRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  Number.isSafeInteger(value.pid) &&
  'port' in value &&
  Number.isSafeInteger(value.port)

/** The last daemon's record, which may be stale; undefined where there is none that can be read. */
export async function readRecord(paths: StatePaths): Promise<DaemonRecord | undefined> {
  const text = await readIfPresent(paths.record)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** True where a process of this number lives. It need not be ours: numbers are used again. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Ended, but not yet buried by its parent. Where there is no /proc, nobody is taken for one. */
function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''))
  } catch {
    return false
  }
}

/** What identifies the built program: tools/build.mjs writes it beside the bundles. */
export function readBuildId(bundleDirectory: URL): string {
  try {
    const value: unknown = JSON.parse(readFileSync(new URL('build.json', bundleDirectory), 'utf8'))
    return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : 'unknown'
  } catch {
    return 'unknown'
  }
}

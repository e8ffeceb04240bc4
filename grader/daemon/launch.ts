/** Starting, finding and ending the daemon from a command. */
import type { ChildProcess } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClusterRanges } from '../../src/cluster/ranges.ts'
import { Problem, isProblemCode } from '../terminal/problem.ts'
import { askDaemon, findDaemon, type RunningDaemon } from './client.ts'
import { readCredentials } from './credentials.ts'
import { withLock } from './lock.ts'
import { findOwner } from './owner.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { ensurePrivateDirectory, fileProblem } from './private-files.ts'
import { keptRanges, requireRanges } from './ranges.ts'
import { isAlive, readBuildId, type DaemonRecord } from './record.ts'
import type { ServeOrder, StartMessage } from './start-messages.ts'
import { startStandby, type Standby } from './standby.ts'

export interface LaunchOptions {
  /** The directory of the program, with dist/ and grader/bin/. */
  readonly root: URL
  readonly port?: number
  /** Give Services of type LoadBalancer addresses; where absent, as the daemon that runs does. */
  readonly loadBalancer?: boolean
  /** For a cluster that is new; one that exists has to have them. */
  readonly ranges?: ClusterRanges
  /** A process that waits to be used. */
  readonly standby?: Standby | undefined
}

export interface Launched {
  readonly daemon: RunningDaemon
  /** `renewed`: an older build, or one with other options, ran and was replaced. */
  readonly how: 'started' | 'already-running' | 'renewed'
}

const READY_MS = 20_000
const END_MS = 2500
const POLL_MS = 20

/** The daemon for this state directory, started if none runs. Two commands at once get the same one. */
export async function ensureDaemon(paths: StatePaths, options: LaunchOptions): Promise<Launched> {
  await ensurePrivateDirectory(paths.home)
  return withLock(paths.home, () => ensureLocked(paths, options))
}

/** Whether a daemon that runs is of this build, and at the port and with the load balancer that are asked for. */
const isAsWanted = ({ record }: RunningDaemon, { root, port, loadBalancer }: LaunchOptions): boolean =>
  record.build === readBuildId(new URL('dist/', root)) &&
  (port === undefined || port === record.port) &&
  (loadBalancer !== true || record.loadBalancer === true)

async function ensureLocked(paths: StatePaths, options: LaunchOptions): Promise<Launched> {
  const running = await findDaemon(paths)
  if (running !== undefined) requireRanges(await keptRanges(paths), options.ranges)
  if (running !== undefined && isAsWanted(running, options)) return { daemon: running, how: 'already-running' }
  if (running !== undefined) await stopDaemon(paths)
  else await endSilentOwner(paths)
  const loadBalancer = options.loadBalancer ?? running?.record.loadBalancer ?? false
  const record = await startProcess(paths, { ...options, loadBalancer })
  const credentials = await readCredentials(paths)
  if (credentials === undefined)
    throw new Problem('daemon-died', { path: paths.log, reason: 'it said it was ready and kept no credentials' })
  return { daemon: { record, address: { port: record.port, credentials } }, how: running === undefined ? 'started' : 'renewed' }
}

/** A daemon of ours that lives but does not answer would keep the journal: it is ended, its state is on disk. */
async function endSilentOwner(paths: StatePaths): Promise<void> {
  const owner = await findOwner(paths)
  if (owner !== undefined) await endProcess(owner)
}

async function endProcess(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await isGone(pid)) return
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < END_MS; waited += POLL_MS) {
    if (!isAlive(pid)) return true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return false
}

/** Resolves when the daemon listens, and says so. */
async function startProcess(paths: StatePaths, { standby, ...options }: LaunchOptions): Promise<DaemonRecord> {
  const child = (standby?.home === paths.home ? standby : begin(paths, options.root)).take()
  const message = await tellOrder(child, orderOf(options), paths)
  if (child.connected) child.disconnect()
  child.removeAllListeners()
  child.unref()
  if ('ready' in message) return message.ready
  const { code, detail } = message.problem
  throw new Problem(isProblemCode(code) ? code : 'daemon-died', { path: paths.log, ...detail })
}

function begin(paths: StatePaths, root: URL): Standby {
  try {
    return startStandby(paths, root)
  } catch (error) {
    throw fileProblem(error, paths.log)
  }
}

const orderOf = ({ port, loadBalancer = false, ranges }: LaunchOptions): ServeOrder => ({
  loadBalancer,
  ...(port === undefined ? {} : { port }),
  ...(ranges === undefined ? {} : { ranges }),
})

/** Says what to serve; resolves with the daemon's answer. */
const tellOrder = (child: ChildProcess, order: ServeOrder, { log: path }: StatePaths): Promise<StartMessage> =>
  new Promise((resolve, reject) => {
    const died = (reason: string): void => {
      clearTimeout(timer)
      reject(new Problem('daemon-died', { path, reason }))
    }
    const timer = setTimeout(
      () => reject(new Problem('daemon-silent', { path, reason: `not ready after ${READY_MS / 1000} s` })),
      READY_MS,
    )
    child.once('message', (received) => {
      clearTimeout(timer)
      resolve(received as StartMessage)
    })
    child.once('error', (error) => died(error.message))
    child.once('exit', (code, signal) => died(signal ?? `exit code ${code ?? ''}`))
    if (child.exitCode !== null || child.signalCode !== null) died(child.signalCode ?? `exit code ${child.exitCode ?? ''}`)
    else child.send(order)
  })

/** Ends the daemon and waits until it is gone. False where none ran. */
export async function stopDaemon(paths: StatePaths): Promise<boolean> {
  const running = await findDaemon(paths)
  if (running === undefined) {
    const owner = await findOwner(paths)
    if (owner === undefined) return false
    await endProcess(owner)
    return true
  }
  await askDaemon(running.address, 'POST', '/netgrade/stop').catch(() => undefined)
  if (!(await isGone(running.record.pid))) await endProcess(running.record.pid)
  return true
}

/**
 * Does something to the state while no daemon has it. One that ran runs again: the next process loads its code while the last one ends.
 * Returns whether one ran.
 */
export async function whileStopped(paths: StatePaths, root: URL, work: () => Promise<unknown>): Promise<boolean> {
  const ran = (await findDaemon(paths)) !== undefined
  const standby = ran ? begin(paths, root) : undefined
  try {
    await stopDaemon(paths)
    await work()
  } finally {
    if (ran) await ensureDaemon(paths, { root, standby })
    await standby?.dismiss()
  }
  return ran
}

/**
 * Deletes every object of the stopped cluster. Credentials and kubeconfig stay, so that shells which use them go on working, and so do
 * the address ranges: an empty cluster is still the one that was chosen.
 */
export async function wipeState(paths: StatePaths): Promise<void> {
  try {
    const files = (await readdirIfPresent(paths.data)).map((name) => join(paths.data, name))
    await Promise.all(files.filter((file) => file !== paths.ranges).map((file) => rm(file, { recursive: true, force: true })))
  } catch (error) {
    throw fileProblem(error, paths.data)
  }
}

async function readdirIfPresent(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
}

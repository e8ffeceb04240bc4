/** Starting the daemon from a command. */
import type { ChildProcess } from 'node:child_process'
import type { ClusterRanges } from '../../src/cluster/ranges.ts'
import { Problem, isProblemCode } from '../terminal/problem.ts'
import { findDaemon, type RunningDaemon } from './client.ts'
import { readCredentials } from './credentials.ts'
import { withLock } from './lock.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { ensurePrivateDirectory, fileProblem } from './private-files.ts'
import { keptRanges, requireRanges } from './ranges.ts'
import { readBuildId, readRecord, type DaemonRecord } from './record.ts'
import type { ServeOrder, StartMessage } from './start-messages.ts'
import { startStandby, type Standby } from './standby.ts'
import { endDaemon, endSilentOwner } from './stop.ts'

export interface LaunchOptions {
  /** The directory of the program, with dist/ and grader/bin/. */
  readonly root: URL
  readonly port?: number
  /** Give Services of type LoadBalancer addresses; where absent, as the daemon that runs does, or did when it was killed. */
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
  // One that was stopped takes its record with it; one that was killed leaves it.
  const last = running?.record ?? (await readRecord(paths))
  if (running !== undefined) await endDaemon(paths, running, 'released')
  else await endSilentOwner(paths)
  const loadBalancer = options.loadBalancer ?? last?.loadBalancer ?? false
  const record = await startProcess(paths, { ...options, loadBalancer })
  const credentials = await readCredentials(paths)
  if (credentials === undefined)
    throw new Problem('daemon-died', { path: paths.log, reason: 'it said it was ready and kept no credentials' })
  return { daemon: { record, address: { port: record.port, credentials } }, how: running === undefined ? 'started' : 'renewed' }
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

/**
 * Does something to the state while no daemon has it, and no other command either. One that ran runs again: the next process loads its
 * code while the last one ends, unless it waits as `standby` already. Returns whether one ran.
 */
export async function whileStopped(
  paths: StatePaths,
  { root, standby: given }: Pick<LaunchOptions, 'root' | 'standby'>,
  work: () => Promise<unknown>,
): Promise<boolean> {
  await ensurePrivateDirectory(paths.home)
  return withLock(paths.home, async () => {
    const running = await findDaemon(paths)
    const standby = running !== undefined && given?.home !== paths.home ? begin(paths, root) : given
    try {
      if (running === undefined) await endSilentOwner(paths)
      else await endDaemon(paths, running, 'released')
      await work()
    } finally {
      if (running !== undefined)
        await ensureLocked(paths, { root, standby, loadBalancer: running.record.loadBalancer ?? false })
      await standby?.dismiss()
    }
    return running !== undefined
  })
}

/** Reads what a machine has for clusters of kind's. */
import { readFile, statfs } from 'node:fs/promises'
import { freemem } from 'node:os'
import { listClusters } from './ask-kind.ts'
import type { Machine } from './requirements.ts'
import type { Run } from './runner.ts'
import { runtimesOf } from './runtimes.ts'
import { hostPorts, type KindSettings } from './settings.ts'
import { candidates, suggestOptions } from './suggest-ports.ts'
import type { KindTools } from './tools.ts'
import { Problem } from '../../terminal/problem.ts'

const ASK_MS = 10_000

/** kind takes the first that is installed, whether it answers or not: one after it is of no help. */
async function findRuntime(run: Run, names: readonly string[]): Promise<Machine['runtime']> {
  for (const file of names) {
    const ran = await run({ file, args: ['ps', '--quiet'], timeoutMs: ASK_MS })
    if (ran.code === 0) return { name: file }
    if (!ran.missing) return { problem: 'stopped', reason: `${file}: ${ran.err.trim().split('\n')[0] ?? ''}` }
  }
  return { problem: 'missing', reason: names.join(', ') }
}

async function findKind(run: Run): Promise<string | undefined> {
  const ran = await run({ file: 'kind', args: ['version'], timeoutMs: ASK_MS })
  return ran.code === 0 ? ran.out.trim().split(' ').slice(0, 2).join(' ') : undefined
}

const readNumber = async (path: string): Promise<number> => Number((await readFile(path, 'utf8')).trim())

const readInotify = async (): Promise<Machine['inotify']> => {
  const root = '/proc/sys/fs/inotify'
  const read = Promise.all([readNumber(`${root}/max_user_instances`), readNumber(`${root}/max_user_watches`)])
  return read.then(
    ([instances, watches]) => ({ instances, watches }),
    () => undefined,
  )
}

/** Memory that programs can have, caches included, where the system says it. */
const readMemory = async (): Promise<number> => {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/mu.exec(text)?.[1]
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
}

const readDisk = async (path: string): Promise<number | undefined> =>
  statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  )

/** What tells where a runtime keeps images and containers. */
const DATA_FOLDER: Readonly<Record<string, string>> = { docker: '{{.DockerRootDir}}', podman: '{{.Store.GraphRoot}}' }

/** Of the runtime's data; of this machine's first disk where that is not known, or is in a machine of its own. */
async function readRuntimeDisk(run: Run, runtime: Machine['runtime']): Promise<number | undefined> {
  const file = 'name' in runtime ? runtime.name : ''
  const format = DATA_FOLDER[file]
  const ran = format === undefined ? undefined : await run({ file, args: ['info', '--format', format], timeoutMs: ASK_MS })
  const folder = ran?.code === 0 ? ran.out.trim() : ''
  return (folder === '' ? undefined : await readDisk(folder)) ?? readDisk('/')
}

interface Inspected {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Ports of a cluster that is there are its own. */
  readonly settings: KindSettings | undefined
}

type Ports = Pick<Machine, 'takenPorts' | 'freePorts'>

async function findPorts(takenPorts: KindTools['takenPorts'], settings: KindSettings | undefined): Promise<Ports> {
  const taken = settings === undefined ? [] : await takenPorts(hostPorts(settings))
  if (settings === undefined || taken.length === 0) return { takenPorts: [], freePorts: [] }
  return { takenPorts: taken, freePorts: suggestOptions(settings, new Set(await takenPorts(candidates(settings)))) }
}

export async function inspectMachine(
  { run, takenPorts }: Pick<KindTools, 'run' | 'takenPorts'>,
  { environment, settings }: Inspected,
): Promise<Machine> {
  const found = findRuntime(run, runtimesOf(environment))
  const [runtime, kind, ports, freeDiskBytes, freeMemoryBytes, inotify] = await Promise.all([
    found,
    findKind(run),
    findPorts(takenPorts, settings),
    found.then((runtime) => readRuntimeDisk(run, runtime)),
    readMemory(),
    readInotify(),
  ])
  return { runtime, kind, ...ports, freeDiskBytes, freeMemoryBytes, inotify }
}

/** Names of kind's clusters; none where kind or its runtime does not answer, which is told otherwise. */
export const clustersIfAny = ({ run }: Pick<KindTools, 'run'>): Promise<readonly string[]> =>
  listClusters({ run }).catch((error: unknown) => {
    if (error instanceof Problem) return []
    throw error
  })

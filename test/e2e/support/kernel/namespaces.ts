/** Network namespaces of the test's own: made, wired, used and removed. Needs root. */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'

const COMMAND_TIMEOUT_MS = 10_000

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export const run = (command: string, args: readonly string[], input?: string): Ran => {
  const { status, stdout, stderr } = spawnSync(command, [...args], {
    encoding: 'utf8',
    timeout: COMMAND_TIMEOUT_MS,
    ...(input === undefined ? {} : { input }),
  })
  return { status, stdout, stderr }
}

const mustRun = (command: string, args: readonly string[], input?: string): string => {
  const { status, stdout, stderr } = run(command, args, input)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

export interface Probe {
  readonly host: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  readonly localAddress?: string
}

export interface Probed {
  readonly verdict: string
  /** Who answered, and the address it saw. */
  readonly server?: string
  readonly seen?: string
}

interface Agent {
  readonly child: ChildProcessWithoutNullStreams
  readonly probe: (probe: Probe) => Promise<Probed>
}

/** How long a probe waits before it says `timed-out`. Over IPv6, Linux believes a rejection the second time only, a second later. */
const PROBE_TIMEOUT_MS = { IPv4: 900, IPv6: 2500 } as const

const startAgent = async (namespace: string, name: string, listeners: unknown): Promise<Agent> => {
  const script = path.join(import.meta.dirname, 'agent.mjs')
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, script, name, JSON.stringify(listeners)])
  const waiting = new Map<number, (result: Probed) => void>()
  let next = 0
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error(`the agent in ${namespace} ended`))
    })
    child.stderr.on('data', (data: Buffer) => {
      reject(new Error(data.toString()))
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, ready, ...result } = JSON.parse(line) as Probed & { readonly id?: number; readonly ready?: true }
      if (ready === true) resolve()
      if (id !== undefined) waiting.get(id)?.(result)
    })
  })
  return {
    child,
    probe: (probe) =>
      new Promise((resolve) => {
        const id = next++
        waiting.set(id, resolve)
        const timeoutMs = PROBE_TIMEOUT_MS[probe.host.includes(':') ? 'IPv6' : 'IPv4']
        child.stdin.write(`${JSON.stringify({ ...probe, id, timeoutMs })}\n`)
      }),
  }
}

export interface Namespaces {
  /** Runs a program in the namespace; throws where it fails. */
  readonly exec: (name: string, command: readonly string[], input?: string) => string
  /** `ip -n NAMESPACE …`, one command a line. `@NAME` stands for the full name of another namespace. */
  readonly ip: (name: string, ...lines: readonly string[]) => void
  readonly setKernel: (name: string, values: Readonly<Record<string, number>>) => void
  readonly start: (name: string, listeners: readonly { readonly protocol: string; readonly port: number }[]) => Promise<void>
  readonly probe: (name: string, probe: Probe) => Promise<Probed>
  readonly close: () => void
}

let labs = 0

/** Makes namespaces; `close` removes them, and so does the end of the process. */
export const createNamespaces = (names: readonly string[]): Namespaces => {
  const prefix = `netgrade-${String(process.pid)}-${String(labs++)}-`
  const full = (name: string): string => `${prefix}${name}`
  const agents = new Map<string, Agent>()
  const close = (): void => {
    for (const { child } of agents.values()) child.kill()
    agents.clear()
    for (const name of names) run('ip', ['netns', 'delete', full(name)])
    process.off('exit', close)
  }
  process.on('exit', close)
  const exec: Namespaces['exec'] = (name, command, input) => mustRun('ip', ['netns', 'exec', full(name), ...command], input)
  try {
    for (const name of names) mustRun('ip', ['netns', 'add', full(name)])
  } catch (error) {
    close()
    throw error
  }
  return {
    exec,
    ip: (name, ...lines) => {
      const batch = lines.map((line) => line.replace(/@(\w[\w-]*)/gu, (_all, other: string) => full(other)))
      mustRun('ip', ['-n', full(name), '-batch', '-'], `${batch.join('\n')}\n`)
    },
    setKernel: (name, values) => {
      const script = Object.entries(values).map(([key, value]) => `echo ${String(value)} > /proc/sys/net/${key}`)
      exec(name, ['sh', '-ec', script.join('\n')])
    },
    start: async (name, listeners) => {
      agents.set(name, await startAgent(full(name), name, listeners))
    },
    probe: (name, probe) => {
      const agent = agents.get(name)
      if (agent === undefined) throw new Error(`no agent in ${name}`)
      return agent.probe(probe)
    },
    close,
  }
}

/** Why no namespaces can be made here, or undefined where they can. */
export const whyNoNamespaces = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux'
  const name = `netgrade-${String(process.pid)}-try`
  const { status } = run('ip', ['netns', 'add', name])
  run('ip', ['netns', 'delete', name])
  return status === 0 ? undefined : 'no network namespaces'
}

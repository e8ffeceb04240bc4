/** A machine with kind and kubectl that keeps its clusters in memory, and fails where it is told to. */
import type { Command, Ran } from '../../../../grader/environments/kind/runner.ts'
import { runtimesOf } from '../../../../grader/environments/kind/runtimes.ts'
import type { KindTools, StepDone } from '../../../../grader/environments/kind/tools.ts'

export interface FakeMachine {
  readonly tools: KindTools
  /** Names of clusters whose containers there are. */
  readonly clusters: Set<string>
  /** Command lines, in their order. */
  readonly commands: string[]
  readonly inputs: string[]
  readonly steps: StepDone[]
  readonly taken: Set<number>
  /** Answers in place of the machine's own; undefined leaves it to them. */
  answer: (line: string, command: Command) => Partial<Ran> | undefined | Promise<Partial<Ran> | undefined>
  interrupt(): void
}

const DONE: Ran = { code: 0, out: '', err: '', missing: false, ended: false }

export const failed = (err: string): Partial<Ran> => ({ code: 1, err })

const nameIn = (args: readonly string[]): string => args[args.indexOf('--name') + 1] ?? ''

const WORKLOAD = JSON.stringify({
  kind: 'List',
  items: [
    { kind: 'Deployment', metadata: { name: 'traefik', namespace: 'ingress-nginx' } },
    { kind: 'Namespace', metadata: { name: 'x' } },
  ],
})

const own = (clusters: Set<string>, { file, args, onLine }: Command): Partial<Ran> => {
  const [verb, what] = args
  if (file === 'kubectl') return args.includes('apply') ? { out: WORKLOAD } : {}
  if (verb === 'get') return { out: [...clusters].join('\n') }
  if (verb === 'delete' && what === 'cluster') clusters.delete(nameIn(args))
  if (verb === 'create') {
    clusters.add(nameIn(args))
    for (const line of [' • Preparing nodes 📦 📦 📦  ...', ' ✓ Preparing nodes 📦 📦 📦 ', ' ✓ Starting control-plane 🕹️'])
      onLine?.(line)
  }
  return {}
}

/** With this container runtime; kind's own choice where it is empty. */
export function fakeMachine(clusters: readonly string[] = [], runtime = 'docker'): FakeMachine {
  const there = new Set(clusters)
  const interruption = new AbortController()
  let [nowMs, drawn] = [0, 0]
  const machine: FakeMachine = {
    clusters: there,
    commands: [],
    inputs: [],
    steps: [],
    taken: new Set(),
    answer: () => undefined,
    interrupt: () => interruption.abort(),
    tools: {
      runtimes: runtimesOf({ KIND_EXPERIMENTAL_PROVIDER: runtime }),
      run: async (command) => {
        const line = [command.file, ...command.args].join(' ')
        machine.commands.push(line)
        if (command.input !== undefined) machine.inputs.push(command.input)
        nowMs += 1000
        return { ...DONE, ...((await machine.answer(line, command)) ?? own(there, command)) }
      },
      takenPorts: (ports) => Promise.resolve(ports.filter((port) => machine.taken.has(port))),
      nowMs: () => nowMs,
      wait: (ms) => {
        nowMs += ms
        return Promise.resolve()
      },
      draw: () => `d${++drawn}`,
      signal: interruption.signal,
      tell: (done) => machine.steps.push(done),
    },
  }
  return machine
}

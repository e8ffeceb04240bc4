/** What kind and the programs beside it print. @see kind 0.33, pkg/cluster/internal/create and pkg/internal/cli/status.go */
import type { ProblemCode } from '../../terminal/problem.ts'

/** Steps of making a cluster, in the order of kind's; `load` and `ingress` are our own. */
export const STEPS = [
  'image',
  'nodes',
  'configuration',
  'control-plane',
  'network',
  'storage',
  'workers',
  'ready',
  'load',
  'ingress',
] as const
export type Step = (typeof STEPS)[number]

const KIND_STEPS: readonly (readonly [RegExp, Step])[] = [
  [/^Ensuring node image/u, 'image'],
  [/^Preparing nodes/u, 'nodes'],
  [/^Writing configuration/u, 'configuration'],
  [/^Starting control-plane/u, 'control-plane'],
  [/^Installing CNI/u, 'network'],
  [/^Installing StorageClass/u, 'storage'],
  [/^Joining /u, 'workers'],
  [/^Waiting /u, 'ready'],
]

/** The step that a line says is done; undefined for every other line. */
export function finishedStep(line: string): Step | undefined {
  const text = /^\s*\u2713 (.*)$/u.exec(line)?.[1]
  return text === undefined ? undefined : KIND_STEPS.find(([begin]) => begin.test(text))?.[1]
}

/** Names of clusters, one a line; what kind tells beside them goes to standard error. */
export const readClusters = (out: string): readonly string[] =>
  out
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

type KindProblem = Extract<
  ProblemCode,
  'runtime-missing' | 'runtime-stopped' | 'kind-image-missing' | 'kind-ports-taken' | 'kind-disk-full' | 'kind-failed'
>

const REASONS: readonly (readonly [RegExp, KindProblem])[] = [
  [/executable file not found in \$PATH|no such file or directory.*(?:docker|podman|nerdctl)/iu, 'runtime-missing'],
  [
    /Cannot connect to the Docker daemon|cannot connect to Podman|permission denied while trying to connect|cannot access containerd socket|docker daemon is not running/iu,
    'runtime-stopped',
  ],
  [/no space left on device|disk quota exceeded/iu, 'kind-disk-full'],
  [/port is already allocated|address already in use|failed to (?:bind|expose) .*port/iu, 'kind-ports-taken'],
  [/failed to pull image|pull access denied|manifest unknown|No such image/iu, 'kind-image-missing'],
]

/** Why kind did not do what it was asked for, as one of the problems that a reader can act on. */
export const reasonIn = (err: string): KindProblem => REASONS.find(([text]) => text.test(err))?.[1] ?? 'kind-failed'

const MAX_LETTERS = 400

/** The sentence that says it: the last of the runtime's own, else kind's. */
export function sentenceIn(err: string): string {
  const output = err.split('Command Output:').at(-1) ?? ''
  const lines = (output.trim() === '' ? err : output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Run '|^[\da-f]{64}$|^cgroup v1 is deprecated/u.test(line))
  const said = lines.find((line) => /error|failed|cannot|denied/iu.test(line)) ?? lines.at(-1) ?? ''
  const plain = said.replace(/^ERROR: (?:failed to create cluster: )?/u, '')
  return plain.length <= MAX_LETTERS ? plain : `${plain.slice(0, MAX_LETTERS)} …`
}

/** The image that could not be had, where the sentence names one. */
export const imageIn = (err: string): string | undefined => /failed to pull image "([^"]+)"/u.exec(err)?.[1]

/** Ports of loopback that the runtime says are taken. */
export const portsIn = (err: string): readonly number[] => [
  ...new Set([...sentenceIn(err).matchAll(/127\.0\.0\.1:(\d+)/gu)].map(([, port]) => Number(port))),
]

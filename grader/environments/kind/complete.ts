/** What a cluster gets once kind has made it: images, nodes that are ready, an Ingress controller. */
import { Problem } from '../../terminal/problem.ts'
import { quote } from '../live/typed.ts'
import { ingressManifest, workloadsIn, type IngressManifest, type Workload } from './ingress.ts'
import { loadImages } from './load-images.ts'
import type { ClusterRecord } from './plan.ts'
import type { KindPaths } from './record.ts'
import type { Ran } from './runner.ts'
import type { Step } from './read-kind.ts'
import { takenRuntime } from './runtimes.ts'
import type { KindTools } from './tools.ts'

const READY_SECONDS = 120
const ROLL_OUT_SECONDS = 240
const ASK_SECONDS = 10
const ANSWER_MS = 60_000
const POLL_MS = 1000
/** Beyond what kubectl was told to wait. */
const GRACE_MS = 15_000

/** Runs kubectl against one cluster. */
type Kubectl = (args: readonly string[], options?: { readonly input?: string; readonly seconds?: number }) => Promise<Ran>

const kubectlOf =
  ({ run, signal }: KindTools, paths: KindPaths): Kubectl =>
  async (args, { input, seconds = ASK_SECONDS } = {}) => {
    const ran = await run({
      file: 'kubectl',
      args: ['--kubeconfig', paths.kubeconfig, ...args],
      signal,
      timeoutMs: seconds * 1000 + GRACE_MS,
      ...(input === undefined ? {} : { input }),
    })
    if (ran.missing) throw new Problem('kubectl-missing')
    if (signal.aborted) throw new Problem('kind-interrupted')
    return ran
  }

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** Some steps are the same for every cluster that is brought up; each is told with its time. */
async function timed<Value>({ nowMs, tell }: KindTools, step: Step, work: () => Promise<Value>): Promise<Value> {
  const startMs = nowMs()
  const value = await work()
  tell({ step, ms: nowMs() - startMs })
  return value
}

/** Until the API server answers: after a start of the container runtime that takes a while. */
async function requireAnswer(kubectl: Kubectl, tools: KindTools, name: string): Promise<void> {
  const endMs = tools.nowMs() + ANSWER_MS
  for (;;) {
    const ran = await kubectl(['get', '--raw', '/readyz', `--request-timeout=${ASK_SECONDS}s`])
    if (ran.code === 0) return
    if (tools.nowMs() >= endMs) {
      const runtime = await takenRuntime(tools.run, tools.runtimes)
      throw new Problem('kind-silent', { name, reason: lastLine(ran.err), runtime })
    }
    await tools.wait(POLL_MS)
  }
}

async function requireNodes(kubectl: Kubectl, cni: string, { kubeconfig }: KindPaths): Promise<void> {
  const wait = ['wait', '--for=condition=Ready', 'nodes', '--all', `--timeout=${READY_SECONDS}s`]
  const ran = await kubectl(wait, { seconds: READY_SECONDS })
  if (ran.code !== 0)
    throw new Problem('kind-nodes-not-ready', {
      reason: lastLine(ran.err),
      cni,
      kubectl: `kubectl --kubeconfig ${quote(kubeconfig)}`,
    })
}

/** True where every node is ready now. */
async function areNodesReady(kubectl: Kubectl): Promise<boolean> {
  return (await kubectl(['wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=1s'])).code === 0
}

async function applyIngress(kubectl: Kubectl, manifest: IngressManifest): Promise<readonly Workload[]> {
  const [path, options] = 'path' in manifest ? [manifest.path, {}] : ['-', { input: manifest.text }]
  const ran = await kubectl(['apply', '--filename', path, '--output', 'json'], { ...options, seconds: 60 })
  if (ran.code !== 0) throw new Problem('kind-ingress-failed', { path, reason: lastLine(ran.err) })
  return workloadsIn(ran.out)
}

async function requireRollOut(kubectl: Kubectl, { namespace, name }: Workload): Promise<void> {
  const wait = ['rollout', 'status', name, '--namespace', namespace, `--timeout=${ROLL_OUT_SECONDS}s`]
  const ran = await kubectl(wait, { seconds: ROLL_OUT_SECONDS })
  if (ran.code === 0) return
  const waiting = "jsonpath={range .items[*].status.containerStatuses[*]}{.state.waiting.message}{'\\n'}{end}"
  const pods = await kubectl(['get', 'pods', '--namespace', namespace, '--output', waiting])
  const reason = lastLine(pods.code === 0 ? pods.out : '')
  throw new Problem('kind-ingress-failed', { path: `${namespace}/${name}`, reason: reason === '' ? lastLine(ran.err) : reason })
}

interface Complete {
  readonly tools: KindTools
  readonly paths: KindPaths
  readonly record: ClusterRecord
  readonly load: readonly string[]
}

/** `needs-network-plugin`: its user installs one, and asks again. */
export async function complete({ tools, paths, record, load }: Complete): Promise<'complete' | 'needs-network-plugin'> {
  const { name, phase, settings } = record
  const kubectl = kubectlOf(tools, paths)
  await requireAnswer(kubectl, tools, name)
  if (load.length > 0) await timed(tools, 'load', () => loadImages(tools, { name, images: load, paths }))
  if (phase === 'created' && settings.cni !== 'kind' && !(await areNodesReady(kubectl))) return 'needs-network-plugin'
  await timed(tools, 'ready', () => requireNodes(kubectl, settings.cni, paths))
  const manifest = ingressManifest(settings)
  if (phase !== 'ready' && manifest !== undefined)
    await timed(tools, 'ingress', async () => {
      for (const workload of await applyIngress(kubectl, manifest)) await requireRollOut(kubectl, workload)
    })
  return 'complete'
}

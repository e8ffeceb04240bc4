/** Making a cluster with kind, and finding the one that was made. */
import { dirname } from 'node:path'
import { Problem } from '../../terminal/problem.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import { withLock } from '../../daemon/lock.ts'
import { deleteCluster, listClusters, problemOf } from './ask-kind.ts'
import { complete } from './complete.ts'
import { renderConfig } from './config.ts'
import { nameWith, planUp, type ClusterRecord, type Plan } from './plan.ts'
import { finishedStep } from './read-kind.ts'
import { takenRuntime } from './runtimes.ts'
import { ensureKindFolder, kindPaths, readClusterRecord, removeClusterRecord, writeClusterRecord } from './record.ts'
import { hostPorts, sharedPort, type AskedSettings, type KindSettings } from './settings.ts'
import { candidates, suggestOptions } from './suggest-ports.ts'
import type { KindTools } from './tools.ts'

export interface KindUp {
  readonly name: string
  readonly how: 'created' | 'finished' | 'already-running' | 'needs-network-plugin'
  readonly settings: KindSettings
  /** Half clusters of interrupted commands that are gone now. */
  readonly removed: readonly string[]
}

export interface AskedCluster {
  readonly settings: AskedSettings
  /** Images of the container runtime's that the nodes get. */
  readonly load: readonly string[]
}

/**
 * The cluster of this state directory, made where there is none. One that was made in part is finished or made anew. Clusters that
 * others made are never touched. Fails with one of the problems of kind; what was made for it then is removed again.
 */
export async function ensureKind(paths: StatePaths, asked: AskedCluster, tools: KindTools): Promise<KindUp> {
  await ensureKindFolder(paths)
  return withLock(dirname(kindPaths(paths).record), async () => {
    const [record, clusters] = [await readClusterRecord(paths), await listClusters(tools)]
    const plan = planUp({ record, clusters, asked: asked.settings })
    if (plan.do === 'refuse') throw refusal(plan)
    for (const name of plan.remove) await deleteCluster(tools, name, kindPaths(paths))
    const made = plan.do === 'create' ? await create(paths, plan, tools) : plan.record
    const done = await complete({ tools, paths: kindPaths(paths), record: made, load: asked.load })
    const end = { name: made.name, settings: made.settings, removed: plan.remove }
    if (done === 'needs-network-plugin') return { ...end, how: done }
    await writeClusterRecord(paths, { ...made, phase: 'ready' })
    if (plan.do === 'create') return { ...end, how: 'created' }
    return { ...end, how: made.phase === 'ready' ? 'already-running' : 'finished' }
  })
}

const refusal = ({ differences }: Extract<Plan, { do: 'refuse' }>): Problem =>
  new Problem('kind-settings-fixed', {
    differences: differences.map(({ name, kept, asked }) => `${name}: ${kept} → ${asked}`).join('; '),
  })

/** Named before anything is made, so that all are told at once, with options that work. */
async function requirePorts(settings: KindSettings, { takenPorts }: KindTools): Promise<void> {
  const shared = sharedPort(settings)
  if (shared !== undefined)
    throw new Problem('kind-ports-equal', { ports: String(shared.port), options: shared.options.join(', ') })
  const taken = await takenPorts(hostPorts(settings))
  if (taken.length === 0) return
  const beside = new Set(await takenPorts(candidates(settings)))
  throw new Problem('kind-ports-taken', { ports: taken.join(', '), options: suggestOptions(settings, beside).join(' ') })
}

/** The record is written first: whatever becomes of this process, the next one knows the name. */
async function create(
  paths: StatePaths,
  { settings, former }: Extract<Plan, { do: 'create' }>,
  tools: KindTools,
): Promise<ClusterRecord> {
  await requirePorts(settings, tools)
  const record: ClusterRecord = { name: nameWith(tools.draw()), phase: 'creating', settings, former }
  await writeClusterRecord(paths, record)
  try {
    await runKind(record, paths, tools)
  } catch (error) {
    await forget(paths, record, tools)
    throw error
  }
  const created: ClusterRecord = { ...record, phase: 'created' }
  await writeClusterRecord(paths, created)
  return created
}

/** Where not even that can be done, the record stays, and the next command tries again. */
async function forget(paths: StatePaths, { name, former }: ClusterRecord, tools: KindTools): Promise<void> {
  try {
    await deleteCluster(tools, name, kindPaths(paths))
    // A container that was being started then comes a moment later.
    if ((await listClusters(tools)).includes(name)) await deleteCluster(tools, name, kindPaths(paths))
    if (former.length === 0) await removeClusterRecord(paths)
  } catch {
    // The failure that is told is the first one.
  }
}

async function runKind({ name, settings }: ClusterRecord, paths: StatePaths, tools: KindTools): Promise<void> {
  let stepMs = tools.nowMs()
  const onLine = (line: string): void => {
    const step = finishedStep(line)
    if (step === undefined) return
    const nowMs = tools.nowMs()
    tools.tell({ step, ms: nowMs - stepMs })
    stepMs = nowMs
  }
  const { kubeconfig } = kindPaths(paths)
  const ran = await tools.run({
    file: 'kind',
    args: ['create', 'cluster', '--name', name, '--kubeconfig', kubeconfig, '--config', '-'],
    input: renderConfig(settings),
    onLine,
    signal: tools.signal,
  })
  if (tools.signal.aborted) throw new Problem('kind-interrupted')
  if (ran.code !== 0) throw problemOf(ran, await takenRuntime(tools.run, tools.runtimes))
}

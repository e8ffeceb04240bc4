/** Starting, judging and restarting the containers of one Pod. */
import type { ContainerState } from '../../kubernetes/generated/types.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { ContainerFiles } from './container-files.ts'
import { ContainerInstance, type InstanceHost } from './container-instance.ts'
import { exitCodeOf, isRunning, stateOf, type ContainerRecord } from './container-record.ts'
import { declaredListeners } from './declared.ts'
import { environmentOf, expand } from './environment-variables.ts'
import { canonicalImage, isRegistryUnreachable, parseImage, type ImageReference } from './image-reference.ts'
import { findImage } from './images/images.ts'
import { isInitialized, isOver } from './pod-status.ts'
import type { Sandbox } from './sandbox.ts'
import { withoutEntrypointScript } from './userland.ts'
import { mountVolumes } from './volumes.ts'

const PULL_RETRY_MS = 3_000
const FIRST_BACKOFF_MS = 10_000
const LAST_BACKOFF_MS = 300_000
/** A container that ran for so long begins again with the shortest wait. */
const STABLE_MS = 600_000

export interface StartContext {
  readonly context: ControllerContext
  readonly host: InstanceHost
}

type Report = (type: 'Normal' | 'Warning', reason: string, message: string) => void

export const reporter = ({ pod }: Sandbox, { recordEvent }: ControllerContext, containerName?: string): Report => {
  const { namespace = 'default', name = '', uid = '' } = pod.metadata
  const fieldPath = containerName === undefined ? {} : { fieldPath: `spec.containers{${containerName}}` }
  const about = { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, ...fieldPath }
  return (type, reason, message) =>
    recordEvent({ about, type, reason, message, component: 'kubelet', host: pod.spec?.nodeName ?? '' })
}

/** Why the image cannot be had, if so. */
const imageProblem = (image: string): { readonly reason: string; readonly message: string } | undefined => {
  const reference = parseImage(image)
  if (reference === undefined) {
    return {
      reason: 'InvalidImageName',
      message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
    }
  }
  if (!isRegistryUnreachable(reference)) return undefined
  return {
    reason: 'ErrImagePull',
    message: `failed to pull and unpack image "${canonicalImage(reference)}": failed to resolve reference "${canonicalImage(reference)}": dial tcp: lookup ${reference.registry}: no such host`,
  }
}

const argvOf = ({ container }: ContainerRecord, env: Readonly<Record<string, string>>): readonly string[] => {
  const image = findImage(container.image ?? '')
  const words = (list: readonly string[] | undefined): readonly string[] | undefined => list?.map((word) => expand(word, env))
  const command = words(container.command)
  const args = words(container.args)
  if (command !== undefined && command.length > 0) return [...command, ...(args ?? [])]
  const own =
    image === undefined ? [] : [...image.entrypoint, ...(args !== undefined && args.length > 0 ? args : image.command)]
  return withoutEntrypointScript(image === undefined ? (args ?? []) : own, image)
}

const filesOf = (record: ContainerRecord, sandbox: Sandbox, { store }: ControllerContext): ContainerFiles => {
  const image = findImage(record.container.image ?? '')
  const files = new ContainerFiles()
  const tag = parseImage(record.container.image ?? '')?.tag ?? 'latest'
  for (const [path, content] of Object.entries(image?.files?.(tag) ?? {})) files.write(path, content)
  mountVolumes(record.container, files, { pod: sandbox.pod, store, shared: sandbox.shared })
  return files
}

/** Starts one run, or notes why it cannot be. */
export function startContainer(sandbox: Sandbox, record: ContainerRecord, { context, host }: StartContext): void {
  const { container } = record
  const now = context.clock.now()
  const report = reporter(sandbox, context, container.name)
  const unavailable = imageProblem(container.image ?? '')
  if (unavailable?.reason === 'ErrImagePull' && record.waiting?.reason === 'ErrImagePull') {
    const message = `Back-off pulling image "${container.image ?? ''}"`
    report('Normal', 'BackOff', message)
    record.waiting = { reason: 'ImagePullBackOff', message: `${message}: ErrImagePull: ${unavailable.message}` }
    record.retryAtMs = now + FIRST_BACKOFF_MS
    return
  }
  if (unavailable !== undefined) {
    if (record.waiting?.reason !== unavailable.reason)
      report('Warning', unavailable.reason === 'InvalidImageName' ? 'InspectFailed' : 'Failed', unavailable.message)
    record.waiting = unavailable
    record.retryAtMs = now + (unavailable.reason === 'ErrImagePull' ? PULL_RETRY_MS : FIRST_BACKOFF_MS)
    return
  }
  const environment = environmentOf(container, { pod: sandbox.pod, podIp: sandbox.ip ?? '', store: context.store })
  if (!environment.ok) {
    if (record.waiting?.message !== environment.message) report('Warning', 'Failed', `Error: ${environment.message}`)
    record.waiting = { reason: environment.reason, message: environment.message }
    record.retryAtMs = now + FIRST_BACKOFF_MS
    return
  }
  const { env } = environment
  const image = findImage(container.image ?? '')
  const instance = new ContainerInstance(
    {
      container,
      image,
      argv: argvOf(record, env),
      env: { ...image?.env, ...env },
      files: filesOf(record, sandbox, context),
      hostname: sandbox.pod.spec?.hostname ?? sandbox.name,
      namespace: sandbox.namespace,
      pod: sandbox.name,
      podIp: sandbox.ip ?? '',
      declared: declaredListeners(sandbox.pod),
    },
    host,
  )
  if (record.instance !== undefined) record.previous = record.instance
  record.instance = instance
  record.waiting = undefined
  record.adoptedState = undefined
  record.startedAtMs = now
  record.probes = {}
  record.started = container.startupProbe === undefined
  record.ready = false
  pulled(report, container.image ?? '', parseImage(container.image ?? ''))
  report('Normal', 'Created', `Created container: ${container.name}`)
  report('Normal', 'Started', `Started container ${container.name}`)
  instance.start()
}

const pulled = (report: Report, image: string, reference: ImageReference | undefined): void => {
  if (reference !== undefined) report('Normal', 'Pulled', `Container image "${image}" already present on machine`)
}

/** What follows the end of a run: nothing more, or another one after a while. */
export function judgeEnd(sandbox: Sandbox, record: ContainerRecord, context: ControllerContext): void {
  if (record.instance === undefined || isRunning(record) || record.waiting !== undefined) return
  const now = context.clock.now()
  if (record.finishedAtMs < record.startedAtMs || record.finishedAtMs === 0) record.finishedAtMs = now
  record.ready = false
  record.started = false
  const isInit = record.kind === 'init'
  const policy = sandbox.pod.spec?.restartPolicy ?? 'Always'
  const restarts = isInit
    ? exitCodeOf(record) !== 0 && policy !== 'Never'
    : record.kind === 'sidecar' || !isOver(sandbox.pod, record)
  if (!restarts || sandbox.killAtMs !== undefined) return
  if (record.retryAtMs > now) return
  const ranForMs = record.finishedAtMs - record.startedAtMs
  const first = record.restartCount === 0 || ranForMs > STABLE_MS
  record.lastState = stateOf(record, sandbox.uid)
  record.backoffMs = first ? 0 : Math.min(LAST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, record.backoffMs * 2))
  record.restartCount += 1
  if (record.backoffMs === 0) {
    record.retryAtMs = now
    return
  }
  record.retryAtMs = now + record.backoffMs
  const message = `back-off ${Math.round(record.backoffMs / 1000)}s restarting failed container=${record.container.name} pod=${sandbox.name}_${sandbox.namespace}(${sandbox.uid})`
  record.waiting = { reason: 'CrashLoopBackOff', message }
  reporter(sandbox, context, record.container.name)(
    'Warning',
    'BackOff',
    `Back-off restarting failed container ${record.container.name} in pod ${sandbox.name}_${sandbox.namespace}(${sandbox.uid})`,
  )
}

const mayStart = (sandbox: Sandbox, record: ContainerRecord): boolean => {
  if (record.kind === 'main') return isInitialized(sandbox.records)
  const before = sandbox.records.slice(0, sandbox.records.indexOf(record))
  return before.every((earlier) => (earlier.kind === 'init' ? exitCodeOf(earlier) === 0 : earlier.started))
}

const needsRun = (sandbox: Sandbox, record: ContainerRecord): boolean => {
  if (isRunning(record)) return false
  if (record.instance === undefined && record.adoptedState === undefined) return true
  const waitsAgain = record.waiting !== undefined
  if (waitsAgain) return true
  if (record.kind === 'init') return exitCodeOf(record) !== 0 && sandbox.pod.spec?.restartPolicy !== 'Never'
  return record.kind === 'sidecar' || !isOver(sandbox.pod, record)
}

/** Starts what is due. Returns the delay after which something else will be, if any. */
export function startDue(sandbox: Sandbox, start: StartContext): number | undefined {
  const now = start.context.clock.now()
  let next: number | undefined
  for (const record of sandbox.records) {
    if (!needsRun(sandbox, record) || !mayStart(sandbox, record)) continue
    if (record.retryAtMs > now) next = Math.min(next ?? Number.POSITIVE_INFINITY, record.retryAtMs - now)
    else startContainer(sandbox, record, start)
  }
  return next
}

/** Takes over what an earlier daemon wrote of a Pod's containers; running ones are started anew without being counted. */
export function adopt(sandbox: Sandbox, { clock }: ControllerContext): void {
  const statuses = [...(sandbox.pod.status?.initContainerStatuses ?? []), ...(sandbox.pod.status?.containerStatuses ?? [])]
  for (const record of sandbox.records) {
    const status = statuses.find(({ name }) => name === record.container.name)
    if (status === undefined) continue
    record.restartCount = status.restartCount
    record.lastState = status.lastState ?? {}
    const state: ContainerState = status.state ?? {}
    if (state.terminated !== undefined) {
      record.adoptedState = state
      record.waiting = undefined
      record.finishedAtMs = Date.parse(state.terminated.finishedAt ?? '') || clock.now()
    }
  }
}

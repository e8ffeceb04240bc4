/** What a kubelet knows of one container of a Pod, over all its runs. */
import type { Container, ContainerState, ContainerStatus } from '../../kubernetes/generated/types.ts'
import { hexDigits } from '../controllers/workloads/template-hash.ts'
import { toTimestamp } from '../time.ts'
import type { ContainerInstance } from './container-instance.ts'
import { canonicalImage, parseImage } from '../../kubernetes/image-reference.ts'
import { terminationMessage } from './termination-message.ts'

/** `ephemeral`: put into a running Pod by `kubectl debug`; never restarted, and nothing of the Pod's state depends on it. */
export type ContainerKind = 'init' | 'sidecar' | 'main' | 'ephemeral'

export interface ProbeState {
  readonly successes: number
  readonly failures: number
  readonly nextAtMs: number
  /** The latest verdict; undefined before the first. */
  readonly passed: boolean | undefined
}

export interface ContainerRecord {
  /** As the Pod's spec has it; its image may change. */
  container: Container
  readonly kind: ContainerKind
  instance: ContainerInstance | undefined
  /** The run before, for `kubectl logs --previous`. */
  previous: ContainerInstance | undefined
  restartCount: number
  startedAtMs: number
  finishedAtMs: number
  lastState: ContainerState
  /** Why it waits, before its first run and between runs. */
  waiting: { readonly reason: string; readonly message?: string } | undefined
  /** No new run before this time. */
  retryAtMs: number
  backoffMs: number
  /** The run whose end has been judged. */
  judged: ContainerInstance | undefined
  /** When the state of a crashed container turns from ended to waiting. */
  shownAtMs: number | undefined
  /** The state an earlier daemon wrote of a run that has ended. */
  adoptedState: ContainerState | undefined
  /** What an earlier daemon wrote of a run that goes on: it is taken up again, not counted as a new one. */
  resumed: ContainerStatus | undefined
  started: boolean
  ready: boolean
  probes: { readonly [Kind in 'startup' | 'readiness' | 'liveness']?: ProbeState }
  /** A held start waits for somebody who attaches. */
  heldUntilMs: number | undefined
}

export const newRecord = (container: Container, kind: ContainerKind): ContainerRecord => ({
  container,
  kind,
  instance: undefined,
  previous: undefined,
  restartCount: 0,
  startedAtMs: 0,
  finishedAtMs: 0,
  lastState: {},
  waiting: { reason: kind === 'main' || kind === 'ephemeral' ? 'ContainerCreating' : 'PodInitializing' },
  retryAtMs: 0,
  backoffMs: 0,
  judged: undefined,
  shownAtMs: undefined,
  adoptedState: undefined,
  resumed: undefined,
  started: false,
  ready: false,
  probes: {},
  heldUntilMs: undefined,
})

export const isRunning = ({ instance }: ContainerRecord): boolean => instance?.isRunning === true

/** The exit code of the latest run; undefined where none has ended. */
export const exitCodeOf = ({ instance, adoptedState }: ContainerRecord): number | undefined =>
  instance === undefined ? adoptedState?.terminated?.exitCode : instance.ending?.exitCode

/** As long as identifiers of container runtimes are. */
const hexId = (text: string): string => hexDigits(text, 8)

export const containerId = (uid: string, { container, restartCount }: ContainerRecord): string =>
  `containerd://${hexId(`${uid}/${container.name}/${restartCount}`)}`

export function stateOf(record: ContainerRecord, uid: string): ContainerState {
  const { instance, adoptedState, waiting } = record
  if (waiting !== undefined) return { waiting }
  if (instance === undefined) return adoptedState ?? { waiting: { reason: 'ContainerCreating' } }
  const startedAt = toTimestamp(record.startedAtMs)
  if (instance.ending === undefined) return { running: { startedAt } }
  const { exitCode, reason, message = terminationMessage(instance) } = instance.ending
  const isStarted = reason !== 'StartError'
  return {
    terminated: {
      containerID: containerId(uid, record),
      exitCode,
      ...(message === undefined ? {} : { message }),
      reason,
      startedAt: isStarted ? startedAt : '1970-01-01T00:00:00Z',
      finishedAt: toTimestamp(record.finishedAtMs),
    },
  }
}

/** @see pkg/kubelet/kubelet_pods.go, v1.34: convertToAPIContainerStatuses */
const resourcesOf = ({ resources = {} }: Container): Pick<ContainerStatus, 'allocatedResources' | 'resources'> => ({
  ...(Object.keys(resources.requests ?? {}).length === 0 ? {} : { allocatedResources: resources.requests ?? {} }),
  resources,
})

export function statusOfContainer(record: ContainerRecord, uid: string): ContainerStatus {
  const { container, restartCount, lastState } = record
  const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, readOnly = false }) => ({
    name,
    mountPath,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }))
  const reference = parseImage(container.image ?? '')
  const state = stateOf(record, uid)
  const hasRun = record.instance !== undefined || record.adoptedState !== undefined
  const image = reference === undefined || !hasRun ? (container.image ?? '') : canonicalImage(reference)
  return {
    name: container.name,
    state,
    lastState,
    ready: record.kind === 'init' ? exitCodeOf(record) === 0 : record.ready && record.kind !== 'ephemeral',
    restartCount,
    image,
    imageID: hasRun && reference !== undefined ? `${image.replace(/:[^:/]*$/u, '')}@sha256:${hexId(image)}` : '',
    ...(hasRun ? { containerID: containerId(uid, record) } : {}),
    ...(record.kind === 'ephemeral' ? {} : { started: record.started }),
    ...(hasRun ? resourcesOf(container) : {}),
    ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
  }
}

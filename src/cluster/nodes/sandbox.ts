/** One Pod on its node, as its kubelet holds it. */
import type { Container, Pod } from '../../kubernetes/generated/types.ts'
import { isMirrorPod } from '../../kubernetes/mirror-pod.ts'
import type { Crash, FileEdit, PodFacts } from '../../network/facts.ts'
import { addressesOfPod } from '../../network/state.ts'
import type { SharedVolume } from './container-files.ts'
import { isRunning, newRecord, type ContainerRecord } from './container-record.ts'
import { findImage } from './images/images.ts'
import { declaredListeners } from './declared.ts'

export interface Sandbox {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly createdAtMs: number
  readonly records: ContainerRecord[]
  readonly shared: Map<string, SharedVolume>
  /** Of PersistentVolumes: every Pod sees the same. */
  readonly persistent: Map<string, SharedVolume>
  /** Its addresses, one of each family, the primary one first; none as long as it waits for them. */
  ips: readonly string[]
  /** Events and volumes were taken care of. */
  started: boolean
  /** When its volumes are tried next, and how long the wait before was; undefined before the first try. */
  mountRetry: { readonly atMs: number; readonly waitMs: number } | undefined
  /** When the last process must be gone. */
  killAtMs: number | undefined
  /** The ordinary containers are done, and the sidecars have been asked to end. */
  areSidecarsStopping: boolean
  /** Why the Pod as a whole has failed. */
  failure: { readonly reason: string; readonly message: string } | undefined
  /** Why its node cannot give the containers what they are to have now. */
  unfit: string | undefined
  /** The latest object, for what happens outside a reconcile. */
  pod: Pod
}

/** What runs behind a mirror is this cluster itself: it is there. */
const withoutProbes = ({ startupProbe: _startup, livenessProbe: _liveness, readinessProbe: _readiness, ...rest }: Container) =>
  rest

export function createSandbox(pod: Pod, nowMs: number, persistent: Map<string, SharedVolume> = new Map()): Sandbox {
  const { initContainers = [], containers: given = [] } = pod.spec ?? {}
  const containers = isMirrorPod(pod) ? given.map(withoutProbes) : given
  const inits = initContainers.map((container) =>
    newRecord(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init'),
  )
  const records = [...inits, ...containers.map((container) => newRecord(container, 'main'))]
  if (inits.length > 0) for (const record of records) record.waiting = { reason: 'PodInitializing' }
  return {
    uid: pod.metadata.uid ?? '',
    namespace: pod.metadata.namespace ?? 'default',
    name: pod.metadata.name ?? '',
    createdAtMs: nowMs,
    records,
    shared: new Map(),
    persistent,
    ips: addressesOfPod(pod),
    started: false,
    mountRetry: undefined,
    killAtMs: undefined,
    areSidecarsStopping: false,
    failure: undefined,
    unfit: undefined,
    pod,
  }
}

/** Takes up the ephemeral containers that the Pod has been given meanwhile; in one that has ended nothing begins any more. */
export function admitEphemeral({ pod, records }: Sandbox): void {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return
  for (const { targetContainerName: _target, ...container } of pod.spec?.ephemeralContainers ?? [])
    if (!records.some((record) => record.container.name === container.name)) records.push(newRecord(container, 'ephemeral'))
}

/** What the network needs to know of the Pod. An image that nobody knows leaves its listeners open, unless they are declared. */
export function factsOf({ records, pod }: Sandbox): PodFacts {
  const running = records.filter(isRunning)
  const declared = declaredListeners(pod) !== undefined
  const crashes = records.flatMap(crashOf)
  const edits = running.flatMap(editsOf)
  return {
    listeners: running.flatMap(({ instance }) => instance?.listeners ?? []),
    complete: declared || running.every(({ container }) => findImage(container.image ?? '') !== undefined),
    ...(crashes.length === 0 ? {} : { crashes }),
    ...(edits.length === 0 ? {} : { edits }),
  }
}

const editsOf = ({ container, instance }: ContainerRecord): readonly FileEdit[] =>
  [...(instance?.edits ?? [])].map(([path, text]) => ({
    container: container.name,
    path,
    ...(text === undefined ? {} : { text }),
  }))

/** The latest run of a container that has ended although the Pod wants it to go on, or to end well. */
function crashOf({ container, kind, instance, previous }: ContainerRecord): readonly Crash[] {
  const ended = instance?.ending === undefined ? undefined : instance
  const run = ended ?? (instance === undefined ? previous : undefined)
  if (run?.ending === undefined || (kind === 'init' && run.ending.exitCode === 0)) return []
  const { exitCode, message } = run.ending
  const lastLine = message ?? run.logs.lastWords()
  return [
    { container: container.name, exitCode, lastLine, ...(run.takenPort === undefined ? {} : { takenPort: run.takenPort }) },
  ]
}

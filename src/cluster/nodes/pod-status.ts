/** A Pod's status from what its kubelet knows. @see kubernetes pkg/kubelet/status, v1.34 */
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../../kubernetes/generated/types.ts'
import { isMirrorPod } from '../../kubernetes/mirror-pod.ts'
import { toTimestamp } from '../time.ts'
import { exitCodeOf, isRunning, statusOfContainer, type ContainerRecord } from './container-record.ts'

export interface PodView {
  readonly records: readonly ContainerRecord[]
  /** The Pod's addresses and those of its node, the primary ones first; empty where there are none yet. */
  readonly ips: readonly string[]
  readonly hostIps: readonly string[]
  readonly nowMs: number
  /** Why the Pod as a whole has failed. */
  readonly failure?: { readonly reason: string; readonly message: string } | undefined
  /** Why the Pod cannot be resized. */
  readonly unfit?: string | undefined
}

const mainOf = (records: readonly ContainerRecord[]): readonly ContainerRecord[] =>
  records.filter(({ kind }) => kind === 'main')

/** Init containers are done once each has ended well, and each sidecar has started. */
export const isInitialized = (records: readonly ContainerRecord[]): boolean =>
  records.every((record) =>
    record.kind === 'init' ? exitCodeOf(record) === 0 : record.kind === 'sidecar' ? record.started : true,
  )

const restarts = ({ spec }: Pod, record: ContainerRecord): boolean => {
  const policy = spec?.restartPolicy ?? 'Always'
  return policy === 'Always' || (policy === 'OnFailure' && exitCodeOf(record) !== 0)
}

/** True where this run was the container's last. */
export const isOver = (pod: Pod, record: ContainerRecord): boolean =>
  exitCodeOf(record) !== undefined && !restarts(pod, record) && record.waiting === undefined

export function phaseOf(pod: Pod, { records, failure }: PodView): string {
  if (failure !== undefined) return 'Failed'
  const failedInit = records.some(
    (record) => record.kind === 'init' && (exitCodeOf(record) ?? 0) !== 0 && pod.spec?.restartPolicy === 'Never',
  )
  if (failedInit) return 'Failed'
  const main = mainOf(records)
  if (!isInitialized(records) && !main.some((record) => exitCodeOf(record) !== undefined || isRunning(record))) return 'Pending'
  if (main.every((record) => isOver(pod, record)))
    return main.every((record) => exitCodeOf(record) === 0) ? 'Succeeded' : 'Failed'
  const hasStarted = (record: ContainerRecord): boolean =>
    isRunning(record) || exitCodeOf(record) !== undefined || record.restartCount > 0
  return main.every(hasStarted) ? 'Running' : 'Pending'
}

type Finding = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>

const names = (records: readonly ContainerRecord[]): string => records.map(({ container }) => container.name).join(' ')

function readiness(type: string, records: readonly ContainerRecord[], phase: string): Finding {
  const judged = records.filter(({ kind }) => kind === 'main' || kind === 'sidecar')
  const unready = judged.filter(({ ready }) => !ready)
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' }
  if (unready.length === 0) return { type, status: 'True' }
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${names(unready)}]` }
}

function initialization(records: readonly ContainerRecord[], phase: string): Finding {
  const type = 'Initialized'
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' }
  if (isInitialized(records)) return { type, status: 'True' }
  const open = records.filter(({ kind, started, ...rest }) =>
    kind === 'init' ? exitCodeOf({ kind, started, ...rest }) !== 0 : kind === 'sidecar' && !started,
  )
  return {
    type,
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names(open)}]`,
  }
}

/** What others have to say of the Pod before it is ready, and do not; empty where nothing is missing. */
const openGates = (pod: Pod): readonly string[] =>
  (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const status = pod.status?.conditions?.find(({ type }) => type === conditionType)?.status
    if (status === undefined) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`]
    return status === 'True' ? [] : [`the status of pod readiness gate "${conditionType}" is not "True", but ${status}`]
  })

const RESIZE_PENDING = 'PodResizePending'

/** The Pod's conditions; those of others stay. */
function conditionsOf(pod: Pod, { records, ips, nowMs, unfit }: PodView, phase: string): readonly PodCondition[] {
  const now = toTimestamp(nowMs)
  const contained = readiness('ContainersReady', records, phase)
  const ready = readiness('Ready', records, phase)
  const open = openGates(pod)
  const isActive = phase === 'Running' || phase === 'Pending'
  const findings: readonly Finding[] = [
    ...(unfit === undefined ? [] : [{ type: RESIZE_PENDING, status: 'True', reason: 'Infeasible', message: unfit }]),
    { type: 'PodReadyToStartContainers', status: ips.length > 0 && isActive ? 'True' : 'False' },
    initialization(records, phase),
    ready.status === 'True' && open.length > 0
      ? {
          type: 'Ready',
          status: 'False',
          reason: 'ReadinessGatesNotReady',
          message: open.join(', '),
        }
      : ready,
    contained,
    { type: 'PodScheduled', status: 'True' },
  ]
  const before = pod.status?.conditions ?? []
  const conditions = findings.map((finding): PodCondition => {
    const known = before.find(({ type }) => type === finding.type)
    const since = known?.status === finding.status ? (known.lastTransitionTime ?? now) : now
    return { ...finding, lastTransitionTime: since, ...observedOf(pod) }
  })
  const others = before.filter(({ type }) => type !== RESIZE_PENDING && !findings.some((finding) => finding.type === type))
  return [...conditions, ...others]
}

/** A kubelet knows no generation of the Pods that it starts by itself. */
const observedOf = (pod: Pod): Pick<PodStatus, 'observedGeneration'> =>
  isMirrorPod(pod) ? {} : { observedGeneration: pod.metadata.generation ?? 1 }

const toEntry = (ip: string): { readonly ip: string } => ({ ip })

/** A Pod's addresses as its status tells them, the primary one first. */
export const statusOfAddresses = (ips: readonly string[]): Pick<PodStatus, 'podIP' | 'podIPs'> =>
  ips[0] === undefined ? {} : { podIP: ips[0], podIPs: ips.map(toEntry) }

/** A kubelet sorts what runs side by side; init containers stay in their order. */
const byName = (statuses: readonly ContainerStatus[]): readonly ContainerStatus[] =>
  statuses.toSorted((one, other) => (one.name < other.name ? -1 : 1))

export function podStatus(pod: Pod, view: PodView): PodStatus {
  const { records, ips, hostIps, nowMs } = view
  const [hostIp] = hostIps
  const uid = pod.metadata.uid ?? ''
  const phase = phaseOf(pod, view)
  const statuses = (kinds: readonly string[]): readonly ContainerStatus[] =>
    records.filter(({ kind }) => kinds.includes(kind)).map((record) => statusOfContainer(record, uid))
  const inits = statuses(['init', 'sidecar'])
  const ephemeral = byName(statuses(['ephemeral']))
  return {
    phase,
    ...view.failure,
    conditions: conditionsOf(pod, view, phase),
    ...(hostIp === undefined ? {} : { hostIP: hostIp, hostIPs: hostIps.map(toEntry) }),
    ...statusOfAddresses(ips),
    startTime: pod.status?.startTime ?? toTimestamp(nowMs),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: byName(statuses(['main'])),
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    qosClass: pod.status?.qosClass ?? 'BestEffort',
    ...observedOf(pod),
  }
}

import type { ContainerStatus, Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { ageOf, since } from './age.ts'
import { NAME, nameOf, orNone, printer, text, UNKNOWN, wide } from './printer.ts'

interface Summary {
  readonly reason: string
  readonly ready: number
  readonly restarts: number
  readonly lastRestart?: string
}

const terminatedReason = (status: ContainerStatus): string | undefined => {
  const terminated = status.state?.terminated
  if (terminated === undefined) return undefined
  if (terminated.reason !== undefined && terminated.reason !== '') return terminated.reason
  return (terminated.signal ?? 0) !== 0 ? `Signal:${terminated.signal ?? 0}` : `ExitCode:${terminated.exitCode}`
}

const restartsOf = (statuses: readonly ContainerStatus[]): Pick<Summary, 'restarts' | 'lastRestart'> => {
  const ends = statuses.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []).sort()
  const lastRestart = ends[ends.length - 1]
  return {
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    ...(lastRestart === undefined ? {} : { lastRestart }),
  }
}

const initReason = (status: ContainerStatus, index: number, total: number): string | undefined => {
  const { terminated, waiting } = status.state ?? {}
  if (terminated !== undefined) return terminated.exitCode === 0 ? undefined : `Init:${terminatedReason(status) ?? ''}`
  if (status.started === true) return undefined
  const waits = waiting?.reason ?? ''
  return waits !== '' && waits !== 'PodInitializing' ? `Init:${waits}` : `Init:${index}/${total}`
}

/** An init container that must still end; one that restarts always need only have started. */
const findInitReason = (pod: Pod): string | undefined => {
  const statuses = pod.status?.initContainerStatuses ?? []
  const total = pod.spec?.initContainers?.length ?? 0
  return statuses.map((status, index) => initReason(status, index, total)).find((reason) => reason !== undefined)
}

const containerReason = (pod: Pod, initial: string): string => {
  let reason = initial
  let running = false
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    const waits = status.state?.waiting?.reason ?? ''
    const ended = terminatedReason(status)
    if (waits !== '') reason = waits
    else if (ended !== undefined) reason = ended
    else if (status.ready && status.state?.running !== undefined) running = true
  }
  if (reason !== 'Completed' || !running) return reason
  const ready = (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')
  return ready ? 'Running' : 'NotReady'
}

const isScheduling = (pod: Pod): boolean =>
  (pod.status?.conditions ?? []).some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')

const summarize = (pod: Pod): Summary => {
  const { status } = pod
  const phase = orEmpty(status?.reason) || (isScheduling(pod) ? 'SchedulingGated' : (status?.phase ?? ''))
  const init = findInitReason(pod)
  const statuses = status?.containerStatuses ?? []
  const ready = init === undefined ? statuses.filter((one) => one.ready && one.state?.running !== undefined).length : 0
  const reason = init ?? containerReason(pod, phase)
  const counted = restartsOf(init === undefined ? statuses : (status?.initContainerStatuses ?? []))
  if (pod.metadata.deletionTimestamp === undefined) return { reason, ready, ...counted }
  const lost = status?.reason === 'NodeLost'
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed'
  return { reason: lost ? 'Unknown' : ended ? reason : 'Terminating', ready, ...counted }
}

const orEmpty = (value: string | undefined): string => value ?? ''

const readinessGates = ({ spec, status }: Pod): string => {
  const gates = spec?.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const isTrue = (gate: string): boolean =>
    (status?.conditions ?? []).some((condition) => condition.type === gate && condition.status === 'True')
  return `${gates.filter(({ conditionType }) => isTrue(conditionType)).length}/${gates.length}`
}

const COLUMNS = [
  NAME,
  text('Ready'),
  text('Status'),
  text('Restarts'),
  text('Age'),
  wide('IP'),
  wide('Node'),
  wide('Nominated Node'),
  wide('Readiness Gates'),
]

export const podPrinter = printer(isPod, COLUMNS, (pod, nowMs) => {
  const { reason, ready, restarts, lastRestart } = summarize(pod)
  const total = pod.spec?.containers.length ?? 0
  const ago = restarts > 0 && lastRestart !== undefined ? ` (${since(lastRestart, nowMs)} ago)` : ''
  return [
    nameOf(pod),
    `${ready}/${total}`,
    reason === '' ? UNKNOWN : reason,
    `${restarts}${ago}`,
    ageOf(pod, nowMs),
    orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP),
    orNone(pod.spec?.nodeName),
    orNone(pod.status?.nominatedNodeName),
    readinessGates(pod),
  ]
})

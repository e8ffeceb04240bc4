import type { ContainerStatus, Pod, PodCondition } from '../../../kubernetes/generated/types.ts'
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

const waitingReason = ({ state }: ContainerStatus): string | undefined =>
  state?.waiting?.reason === '' ? undefined : state?.waiting?.reason

const isRunning = ({ ready, state }: ContainerStatus): boolean => ready && state?.running !== undefined

const hasCondition = (pod: Pod, is: (condition: PodCondition) => boolean): boolean => (pod.status?.conditions ?? []).some(is)

const containerReason = (pod: Pod, initial: string): string => {
  let reason = initial
  let running = false
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    const why = waitingReason(status) ?? terminatedReason(status)
    reason = why ?? reason
    running ||= why === undefined && isRunning(status)
  }
  if (reason !== 'Completed' || !running) return reason
  return hasCondition(pod, ({ type, status }) => type === 'Ready' && status === 'True') ? 'Running' : 'NotReady'
}

const isGated = (pod: Pod): boolean =>
  hasCondition(pod, ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')

const phaseOf = (pod: Pod): string => {
  const { reason = '', phase = '' } = pod.status ?? {}
  return reason !== '' ? reason : isGated(pod) ? 'SchedulingGated' : phase
}

const terminatingReason = (pod: Pod, reason: string): string => {
  if (pod.metadata.deletionTimestamp === undefined) return reason
  if (pod.status?.reason === 'NodeLost') return 'Unknown'
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' ? reason : 'Terminating'
}

const summarize = (pod: Pod): Summary => {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
  const init = findInitReason(pod)
  if (init !== undefined) return { reason: terminatingReason(pod, init), ready: 0, ...restartsOf(initContainerStatuses) }
  const reason = terminatingReason(pod, containerReason(pod, phaseOf(pod)))
  return { reason, ready: containerStatuses.filter(isRunning).length, ...restartsOf(containerStatuses) }
}

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

const placement = ({ spec, status }: Pod): readonly string[] => [
  orNone(status?.podIPs?.[0]?.ip ?? status?.podIP),
  orNone(spec?.nodeName),
  orNone(status?.nominatedNodeName),
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
    ...placement(pod),
    readinessGates(pod),
  ]
})

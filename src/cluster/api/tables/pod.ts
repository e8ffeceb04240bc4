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

const isSidecar = ({ spec }: Pod, { name }: ContainerStatus): boolean =>
  spec?.initContainers?.find((container) => container.name === name)?.restartPolicy === 'Always'

const initReason = (pod: Pod, status: ContainerStatus, index: number): string | undefined => {
  const { terminated, waiting } = status.state ?? {}
  if (terminated?.exitCode === 0) return undefined
  if (isSidecar(pod, status) && status.started === true) return undefined
  if (terminated !== undefined) return `Init:${terminatedReason(status) ?? ''}`
  const waits = waiting?.reason ?? ''
  return waits !== '' && waits !== 'PodInitializing'
    ? `Init:${waits}`
    : `Init:${index}/${pod.spec?.initContainers?.length ?? 0}`
}

/** An init container that must still end; one that restarts always need only have started. */
const findInitReason = (pod: Pod): string | undefined =>
  (pod.status?.initContainerStatuses ?? [])
    .map((status, index) => initReason(pod, status, index))
    .find((reason) => reason !== undefined)

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

const isInitialized = (pod: Pod): boolean =>
  hasCondition(pod, ({ type, status }) => type === 'Initialized' && status === 'True')

const summarize = (pod: Pod): Summary => {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
  const sidecars = initContainerStatuses.filter((status) => isSidecar(pod, status))
  const ready = sidecars.filter((status) => status.started === true && status.ready).length
  const init = findInitReason(pod)
  if (init !== undefined && !isInitialized(pod))
    return { reason: terminatingReason(pod, init), ready, ...restartsOf(initContainerStatuses) }
  const reason = terminatingReason(pod, containerReason(pod, init ?? phaseOf(pod)))
  return {
    reason,
    ready: ready + containerStatuses.filter(isRunning).length,
    ...restartsOf([...sidecars, ...containerStatuses]),
  }
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
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  const total = (pod.spec?.containers.length ?? 0) + sidecars.length
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

/** Which of its Pods a set that has too many gives up first. @see kubernetes pkg/controller/controller_utils.go, ActivePodsWithRanks, v1.34 */
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import type { ControllerContext } from '../controller.ts'
import { controllerOf, isPodActive } from '../owners.ts'
import { podsOnNode } from '../scheduling/pods-on-node.ts'

const COST = 'controller.kubernetes.io/pod-deletion-cost'
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

const costOf = ({ metadata }: Pod): number => {
  const text = metadata.annotations?.[COST] ?? ''
  return /^-?(?:0|[1-9]\d*)$/u.test(text) ? Number(text) : 0
}

const readyAt = ({ status }: Pod): number =>
  Date.parse(
    status?.conditions?.find(({ type, status: value }) => type === 'Ready' && value === 'True')?.lastTransitionTime ?? '',
  )

const restartsOf = ({ status }: Pod): number =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))

/** Times that are about as long ago are the same: what is left then is chance. */
const magnitude = (timeMs: number, nowMs: number): number =>
  nowMs > timeMs ? Math.floor(Math.log2((nowMs - timeMs) * 1e6)) : -1

const byAge = (a: Pod, b: Pod, timeOf: (pod: Pod) => number, nowMs: number): number => {
  const [first, second] = [timeOf(a), timeOf(b)]
  if (Number.isNaN(first) || Number.isNaN(second) || first === second) return 0
  return magnitude(first, nowMs) - magnitude(second, nowMs) || ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)
}

const createdAt = ({ metadata }: Pod): number => Date.parse(metadata.creationTimestamp ?? '')

/** Pods of the sets whose names differ in the hash alone: a Deployment's. */
const familyOf = (pod: Pod): string => {
  const hash = pod.metadata.labels?.['pod-template-hash']
  const owner = controllerOf(pod)?.name ?? ''
  return `${pod.metadata.namespace ?? ''}/${hash === undefined ? owner : owner.replace(`-${hash}`, '')}`
}

/** The Pods in the order in which they go. */
export function byUsefulness(
  pods: readonly Pod[],
  { store, clock }: Pick<ControllerContext, 'store' | 'clock'>,
): readonly Pod[] {
  const nowMs = clock.now()
  const crowds = new Map<string, number>()
  const crowd = (pod: Pod): number => {
    const node = pod.spec?.nodeName ?? ''
    const key = `${node} ${familyOf(pod)}`
    const known = crowds.get(key)
    if (known !== undefined) return known
    const count = podsOnNode(store, node).filter((other) => isPodActive(other) && familyOf(other) === familyOf(pod)).length
    crowds.set(key, count)
    return count
  }
  const rules: readonly ((a: Pod, b: Pod) => number)[] = [
    (a, b) => Number((a.spec?.nodeName ?? '') !== '') - Number((b.spec?.nodeName ?? '') !== ''),
    (a, b) => (PHASES[a.status?.phase ?? ''] ?? 0) - (PHASES[b.status?.phase ?? ''] ?? 0),
    (a, b) => Number(isPodReady(a)) - Number(isPodReady(b)),
    (a, b) => costOf(a) - costOf(b),
    (a, b) => crowd(b) - crowd(a),
    (a, b) => byAge(a, b, readyAt, nowMs),
    (a, b) => restartsOf(b) - restartsOf(a),
    (a, b) => byAge(a, b, createdAt, nowMs),
  ]
  const compare = (a: Pod, b: Pod): number => {
    for (const rule of rules) {
      const order = rule(a, b)
      if (order !== 0) return order
    }
    return 0
  }
  return [...pods].sort(compare)
}

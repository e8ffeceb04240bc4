/**
 * Namespaces whose labels say what is asked of Pods: what cannot be read is refused, and who asks for more is told which Pods are there that
 * are not like that. @see k8s.io/pod-security-admission admission/admission.go, v1.34
 */
import { invalid } from '../../../../kubernetes/errors.ts'
import type { Pod } from '../../../../kubernetes/generated/types.ts'
import { isPod } from '../../../../kubernetes/guards.ts'
import { isEqual } from '../../../../kubernetes/json.ts'
import type { Store } from '../../../store/store.ts'

import { sortedOnce } from './check.ts'
import { tellReasons, violationsOf } from './evaluate.ts'
import { isSameLevel, isStricter, labelProblems, readPolicy, tellLevel, type LevelVersion } from './levels.ts'
import { ADMITTED, type SecurityChange, type SecurityVerdict } from './verdict.ts'

/** A server looks at this many Pods at most. */
const MAX_PODS = 3_000

/** Whether Pods that were fine may be none that are asked for now. */
const asksForMore = (now: LevelVersion, before: LevelVersion): boolean => {
  if (now.level === 'privileged' || isSameLevel(now, before)) return false
  return now.version !== before.version || isStricter(now.level, before.level)
}

/** The first of Pods that violate the same, and how many more there are. */
const tellPods = (names: readonly string[]): string => {
  const [first = '', ...others] = sortedOnce(names)
  if (others.length === 0) return first
  return `${first} (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`
}

/** One Pod of each controller comes before those that are like it. */
const inOrder = (pods: readonly Pod[]): readonly Pod[] => {
  const seen = new Set<string>()
  const isFirst = ({ metadata }: Pod): boolean => {
    const uid = metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid
    if (uid === undefined) return true
    const isNew = !seen.has(uid)
    seen.add(uid)
    return isNew
  }
  const first = new Set(pods.filter(isFirst))
  return [...first, ...pods.filter((pod) => !first.has(pod))]
}

const warnOfPods = (pods: readonly Pod[], namespace: string, asked: LevelVersion): readonly string[] => {
  const byReasons = new Map<string, readonly string[]>()
  for (const pod of inOrder(pods).slice(0, MAX_PODS)) {
    const reasons = tellReasons(violationsOf(pod, asked))
    if (reasons !== '') byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), pod.metadata.name ?? ''])
  }
  const told = [...byReasons].map(([reasons, names]) => `${tellPods(names)}: ${reasons}`)
  return [
    ...(pods.length > MAX_PODS
      ? [`new PodSecurity enforce level only checked against the first ${MAX_PODS} of ${pods.length} existing pods`]
      : []),
    ...(told.length === 0
      ? []
      : [`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${tellLevel(asked)}"`]),
    ...sortedOnce(told),
  ]
}

export const judgeNamespace = (store: Store, { info, object, stored, subresource }: SecurityChange): SecurityVerdict => {
  if (subresource !== undefined) return ADMITTED
  const { name = '', labels = {} } = object.metadata
  const problems = labelProblems(labels)
  const before = stored?.metadata.labels ?? {}
  if (problems.length > 0 && !isEqual(problems, stored === undefined ? [] : labelProblems(before)))
    return { refusal: invalid(info.kind, name, problems, info.group), warnings: [] }
  if (stored === undefined) return ADMITTED
  const { enforce } = readPolicy(labels)
  if (!asksForMore(enforce, readPolicy(before).enforce)) return ADMITTED
  return { warnings: warnOfPods(store.list('pods', name).filter(isPod), name, enforce) }
}

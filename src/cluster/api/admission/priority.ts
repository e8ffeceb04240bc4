/** A Pod's priority is that of its class. @see k8s.io/kubernetes plugin/pkg/admission/priority, v1.34 */
import { forbidden } from '../../../kubernetes/errors.ts'
import type { PodSpec, PriorityClass } from '../../../kubernetes/generated/types.ts'
import { isPod, isPriorityClass } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { systemPriorityClass } from '../../../kubernetes/priority-classes.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { Store } from '../../store/store.ts'

const RESOURCE = 'priorityclasses.scheduling.k8s.io'
const USUAL_POLICY = 'PreemptLowerPriority'

/** The system's own hold for clusters of objects alone, too. */
const find = (name: string, store: Store): PriorityClass | undefined => {
  const object = store.get(RESOURCE, undefined, name)
  return object !== undefined && isPriorityClass(object) ? object : systemPriorityClass(name)
}

/** The one for Pods that name none; of several the least. */
const globalDefault = (store: Store): PriorityClass | undefined =>
  store
    .list(RESOURCE)
    .filter(isPriorityClass)
    .filter((one) => one.globalDefault === true)
    .sort((a, b) => a.value - b.value)[0]

const classOf = ({ priorityClassName = '' }: Pick<PodSpec, 'priorityClassName'>, store: Store): PriorityClass | undefined =>
  priorityClassName === '' ? globalDefault(store) : find(priorityClassName, store)

export const withPriority = (spec: PodSpec, store: Store): PodSpec => {
  const found = classOf(spec, store)
  return {
    ...spec,
    ...(found === undefined ? {} : { priorityClassName: found.metadata.name ?? '' }),
    priority: found?.value ?? 0,
    preemptionPolicy: found?.preemptionPolicy ?? USUAL_POLICY,
  }
}

/** A class that is not there, and figures of the Pod's own that are not the class's. `given` is the Pod as it was asked for. */
export const refuseByPriority = (store: Store, admitted: KubernetesObject, given: KubernetesObject): Status | undefined => {
  if (!isPod(admitted) || !isPod(given) || admitted.spec === undefined) return undefined
  const { name = '' } = admitted.metadata
  const refuse = (why: string): Status => forbidden({ resource: 'pods', name }, why)
  const { priorityClassName = '', priority, preemptionPolicy } = admitted.spec
  if (priorityClassName !== '' && find(priorityClassName, store) === undefined)
    return refuse(`no PriorityClass with name ${priorityClassName} was found`)
  const asked = given.spec
  if (asked?.priority !== undefined && asked.priority !== priority)
    return refuse(
      `the integer value of priority (${asked.priority}) must not be provided in pod spec; priority admission controller computed ${priority ?? 0} from the given PriorityClass name`,
    )
  if (asked?.preemptionPolicy !== undefined && asked.preemptionPolicy !== preemptionPolicy)
    return refuse(
      `the string value of PreemptionPolicy (${asked.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy ?? ''} from the given PriorityClass name`,
    )
  return undefined
}

export const refusePriorityClassDeletion = (name: string): Status | undefined =>
  systemPriorityClass(name) === undefined
    ? undefined
    : forbidden(
        { resource: 'priorityclasses', group: 'scheduling.k8s.io', name },
        'this is a system priority class and cannot be deleted',
      )

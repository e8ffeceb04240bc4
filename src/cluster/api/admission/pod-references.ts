/** What a new Pod names has to be there: its account, its RuntimeClass. @see k8s.io/kubernetes plugin/pkg/admission/{serviceaccount,runtimeclass}, v1.34 */
import { failureWithoutReason, forbidden } from '../../../kubernetes/errors.ts'
import type { Pod, RuntimeClass } from '../../../kubernetes/generated/types.ts'
import { isPod, isRuntimeClass } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { pathSegment } from '../../../kubernetes/validation/names.ts'
import type { Store } from '../../store/store.ts'

/** Every namespace has this one, if a moment later. */
const USUAL_ACCOUNT = 'default'

const refusePod = ({ metadata }: Pod, why: string): Status => forbidden({ resource: 'pods', name: metadata.name ?? '' }, why)

export const refuseByAccount = (store: Store, pod: KubernetesObject): Status | undefined => {
  if (!isPod(pod)) return undefined
  const { namespace = '' } = pod.metadata
  const { serviceAccountName: name = USUAL_ACCOUNT } = pod.spec ?? {}
  if (name === USUAL_ACCOUNT || store.get('serviceaccounts', namespace, name) !== undefined) return undefined
  const [wrong] = pathSegment(name)
  const why =
    wrong === undefined
      ? `serviceaccount ${JSON.stringify(name)} not found`
      : `invalid resource name ${JSON.stringify(name)}: [${wrong}]`
  return refusePod(pod, `error looking up service account ${namespace}/${name}: ${why}`)
}

const findRuntimeClass = (store: Store, name: string): RuntimeClass | undefined => {
  const found = store.get('runtimeclasses.node.k8s.io', undefined, name)
  return found !== undefined && isRuntimeClass(found) ? found : undefined
}

/** What a Pod's RuntimeClass costs besides is entered in it. */
export const withOverhead = (pod: Pod, store: Store): Pod => {
  const { runtimeClassName = '', overhead } = pod.spec ?? {}
  const podFixed = findRuntimeClass(store, runtimeClassName)?.overhead?.podFixed
  if (podFixed === undefined || overhead !== undefined) return pod
  return { ...pod, spec: { containers: [], ...pod.spec, overhead: podFixed } }
}

/** The class has to be there, and what a Pod costs besides to be what the class says. */
export const refuseByRuntimeClass = (store: Store, pod: KubernetesObject): Status | undefined => {
  if (!isPod(pod)) return undefined
  const { runtimeClassName: name, overhead } = pod.spec ?? {}
  if (name === '') return failureWithoutReason('resource name may not be empty')
  const runtimeClass = name === undefined ? undefined : findRuntimeClass(store, name)
  if (name !== undefined && runtimeClass === undefined)
    return refusePod(pod, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`)
  const podFixed = runtimeClass?.overhead?.podFixed
  if (overhead === undefined || (podFixed !== undefined && isEqual(overhead, podFixed))) return undefined
  const why =
    podFixed === undefined
      ? 'Pod Overhead set without corresponding RuntimeClass defined Overhead'
      : "Pod's Overhead doesn't match RuntimeClass's defined Overhead"
  return refusePod(pod, `pod rejected: ${why}`)
}

/** What a new Pod names has to be there: its account, its RuntimeClass. @see k8s.io/kubernetes plugin/pkg/admission/{serviceaccount,runtimeclass}, v1.34 */
import { failureWithoutReason, forbidden } from '../../../kubernetes/errors.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
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

/** There are no RuntimeClasses here, as in a cluster where nobody has made one. */
export const refuseByRuntimeClass = (pod: KubernetesObject): Status | undefined => {
  if (!isPod(pod)) return undefined
  const { runtimeClassName: name, overhead } = pod.spec ?? {}
  if (name === '') return failureWithoutReason('resource name may not be empty')
  if (name !== undefined) return refusePod(pod, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`)
  if (overhead === undefined) return undefined
  return refusePod(pod, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
}

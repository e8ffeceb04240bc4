/** Pod Security admission: most namespaces ask for nothing. @see Kubernetes documentation, "Pod Security Admission" */
import { isNamespace } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Store } from '../../store/store.ts'
import { judgeNamespace } from './pod-security/namespaces.ts'
import { judgePods } from './pod-security/pods.ts'
import { ADMITTED, type SecurityChange, type SecurityVerdict } from './pod-security/verdict.ts'

const asks = ({ metadata }: KubernetesObject): boolean =>
  Object.keys(metadata.labels ?? {}).some((label) => label.startsWith('pod-security.kubernetes.io/'))

/** What is audited is nowhere to be seen: there is no audit log. */
export const judgeSecurity = (store: Store, change: SecurityChange): SecurityVerdict => {
  const { object } = change
  if (isNamespace(object)) return asks(object) ? judgeNamespace(store, change) : ADMITTED
  const { namespace } = object.metadata
  const found = namespace === undefined ? undefined : store.get('namespaces', undefined, namespace)
  return found !== undefined && asks(found) ? judgePods(change, found) : ADMITTED
}

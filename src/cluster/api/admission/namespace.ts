/** Namespaces must exist and must not be on their way out. @see Kubernetes documentation, admission controller NamespaceLifecycle */
import { forbidden, notFound } from '../../../kubernetes/errors.ts'
import { isNamespace } from '../../../kubernetes/guards.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { Store } from '../../store/store.ts'

const PERMANENT: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public'])

/** Why nothing may be created in the namespace, if so. */
export const refuseNamespace = (store: Store, info: ResourceInfo, namespace: string, name: string): Status | undefined => {
  const found = store.get('namespaces', undefined, namespace)
  if (found === undefined) return notFound({ resource: 'namespaces', name: namespace })
  if (found.metadata.deletionTimestamp === undefined && !(isNamespace(found) && found.status?.phase === 'Terminating'))
    return undefined
  const subject = { resource: info.plural, group: info.group, name }
  const status = forbidden(subject, `unable to create new content in namespace ${namespace} because it is being terminated`)
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  }
  return { ...status, details: { ...status.details, causes: [cause] } } as Status
}

export const refuseNamespaceDeletion = (name: string): Status | undefined =>
  PERMANENT.has(name) ? forbidden({ resource: 'namespaces', name }, 'this namespace may not be deleted') : undefined

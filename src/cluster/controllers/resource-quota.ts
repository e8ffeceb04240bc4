/** Says what a namespace uses of its quotas. @see k8s.io/kubernetes pkg/controller/resourcequota, v1.34 */
import type { ResourceQuota } from '../../kubernetes/generated/types.ts'
import { isResourceQuota } from '../../kubernetes/guards.ts'
import { usedOf } from '../api/quota/usage.ts'
import type { Controller } from './controller.ts'
import { keyOfObject } from './owners.ts'

/** Where a change, rather than coming and going, can change what is used. */
const CHANGING: ReadonlySet<string> = new Set(['pods', 'services', 'resourcequotas'])

export const resourceQuotaController: Controller = {
  name: 'resource-quota',
  watches: 'all',
  keysFor: ({ type, resource, object }, { store }) =>
    object.metadata.namespace === undefined || (type === 'MODIFIED' && !CHANGING.has(resource))
      ? []
      : store.list('resourcequotas', object.metadata.namespace).map(keyOfObject),
  reconcile: ({ namespace, name }, { store, writer }) => {
    const quota = store.get('resourcequotas', namespace, name)
    if (quota === undefined || !isResourceQuota(quota)) return undefined
    const status = { hard: quota.spec?.hard ?? {}, used: usedOf(quota, store) }
    writer.updateStatus({ ...quota, status } as ResourceQuota)
    return undefined
  },
}

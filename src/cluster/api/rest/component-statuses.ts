/** How the parts of the control plane are: all live in this process, so who can ask finds them well. @see k8s.io/kubernetes pkg/registry/core/componentstatus, v1.34 */
import type { StoredObject } from '../../store/store.ts'

const MESSAGES: Readonly<Record<string, string>> = { 'controller-manager': 'ok', 'etcd-0': 'ok', scheduler: 'ok' }

export const COMPONENT_STATUSES: readonly StoredObject[] = Object.entries(MESSAGES).map(
  ([name, message]) =>
    ({
      apiVersion: 'v1',
      kind: 'ComponentStatus',
      metadata: { name },
      conditions: [{ type: 'Healthy', status: 'True', message }],
    }) as StoredObject,
)

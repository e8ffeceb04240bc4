/** What every namespace has, and its end. @see kubernetes pkg/controller/{namespace,serviceaccount,certificates}, v1.34 */
import type { ConfigMap, Namespace } from '../../kubernetes/generated/types.ts'
import { isNamespace } from '../../kubernetes/guards.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { ResourceName, StoredObject } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import type { Controller, ControllerContext } from './controller.ts'
import { namespaceConditions } from './namespace-conditions.ts'

const CA_CONFIG_MAP = 'kube-root-ca.crt'
const RETRY_MS = 100

const trustBundle = (namespace: string, certificate: string): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    namespace,
    name: CA_CONFIG_MAP,
    annotations: {
      'kubernetes.io/description':
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
    },
  },
  data: { 'ca.crt': certificate },
})

/** What is in every namespace from the beginning. */
export function provideNamespace(namespace: string, { store, writer, certificateAuthority = '' }: ControllerContext): void {
  if (store.get('serviceaccounts', namespace, 'default') === undefined)
    writer.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'default' } })
  const bundle = store.get('configmaps', namespace, CA_CONFIG_MAP) as ConfigMap | undefined
  if (bundle === undefined) writer.create(trustBundle(namespace, certificateAuthority))
  else if (bundle.data?.['ca.crt'] !== certificateAuthority)
    writer.update({ ...bundle, data: { 'ca.crt': certificateAuthority } } as ConfigMap)
}

type Contents = readonly (readonly [ResourceName, StoredObject])[]

const contentsOf = (namespace: string, { store }: ControllerContext): Contents =>
  [...store.entries()].filter(([, { metadata }]) => metadata.namespace === namespace)

/** Deletes what is in it; what is left. */
function empty(namespace: string, context: ControllerContext): Contents {
  for (const [, object] of contentsOf(namespace, context))
    if (object.metadata.deletionTimestamp === undefined)
      context.writer.delete(referenceTo(object), { propagation: 'Background' })
  return contentsOf(namespace, context)
}

function tellWhatIsLeft(namespace: Namespace, left: Contents, { writer, clock }: ControllerContext): void {
  const before = namespace.status?.conditions ?? []
  const conditions = namespaceConditions(before, left, toTimestamp(clock.now()))
  if (conditions === before) return
  const metadata = { name: namespace.metadata.name ?? '' }
  writer.updateStatus({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata,
    status: { ...namespace.status, conditions },
  } as Namespace)
}

export const namespaceController: Controller = {
  name: 'namespace',
  watches: ['namespaces', 'serviceaccounts', 'configmaps', 'pods'],
  keysFor: ({ resource, type, object }, { store }) => {
    const name = object.metadata.name ?? ''
    if (resource === 'namespaces') return [{ name }]
    if (type !== 'DELETED' && name !== CA_CONFIG_MAP) return []
    const owner = store.get('namespaces', undefined, object.metadata.namespace ?? '')
    const isEnding = owner?.metadata.deletionTimestamp !== undefined
    const isOwn = name === 'default' || name === CA_CONFIG_MAP
    return isEnding || isOwn ? [{ name: object.metadata.namespace ?? '' }] : []
  },
  reconcile: ({ name }, context) => {
    const namespace = context.store.get('namespaces', undefined, name)
    if (namespace === undefined || !isNamespace(namespace)) return undefined
    if (namespace.metadata.deletionTimestamp === undefined) {
      provideNamespace(name, context)
      return undefined
    }
    const left = empty(name, context)
    tellWhatIsLeft(namespace, left, context)
    if (left.length > 0 || (namespace.metadata.finalizers ?? []).length > 0) return RETRY_MS
    context.store.remove('namespaces', undefined, name)
    return undefined
  },
}

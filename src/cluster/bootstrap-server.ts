/**
 * What an API server and kubelets write of themselves when they start: the groups that are served, how requests share the server,
 * drivers of nodes, and the class of volumes that kind sets up.
 * @see k8s.io/kubernetes pkg/controlplane/apiserver/aggregator.go, v1.34
 */
import type { APIService, ConfigMap, CSINode, StorageClass } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { RESOURCES, resourceNameOf } from '../kubernetes/resources.ts'
import { apiService, type ServedVersion } from './api-service.ts'
import { flowControlObjects } from './bootstrap-flow-control.ts'
import { BOOTSTRAP_NODES } from './bootstrap-nodes.ts'
import type { Clock } from './environment.ts'
import type { Store } from './store/store.ts'
import { toTimestamp } from './time.ts'
import { withAuthor } from './bootstrap-authors.ts'

/** Of the groups with kinds; APIServices are served by what keeps them, not by one of themselves. */
const apiServices = (now: string): readonly APIService[] => {
  const versions = new Map(RESOURCES.map((info): [string, ServedVersion] => [info.apiVersion, info]))
  versions.delete('apiregistration.k8s.io/v1')
  return [...versions.values()].map((version) => apiService(version, now))
}

/** Kinds of volumes that a kubelet leaves to drivers. */
const MIGRATED = 'aws-ebs azure-disk azure-file cinder gce-pd portworx-volume vsphere-volume'

const csiNode = (store: Store, name: string): readonly CSINode[] => {
  const uid = store.get('nodes', undefined, name)?.metadata.uid
  if (uid === undefined) return []
  const plugins = MIGRATED.split(' ').map((plugin) => `kubernetes.io/${plugin}`)
  return [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: {
        name,
        annotations: { 'storage.alpha.kubernetes.io/migrated-plugins': plugins.join(',') },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
      },
      spec: { drivers: [] },
    },
  ]
}

/** As kind sets it up. */
const STANDARD_CLASS: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'rancher.io/local-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
}

/** What other API servers need to trust this one's users, and since when it notes which tokens of Secrets are used. */
const configMaps = (authority: string, now: string): readonly ConfigMap[] => {
  const configMap = (name: string, data: Readonly<Record<string, string>>): ConfigMap => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'kube-system' },
    data,
  })
  return [
    configMap('extension-apiserver-authentication', {
      'client-ca-file': authority,
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-client-ca-file': authority,
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    }),
    configMap('kube-apiserver-legacy-service-account-token-tracking', { since: now.slice(0, 10) }),
  ]
}

export interface ServerContext {
  readonly store: Store
  readonly clock: Clock
  readonly uuid: () => string
  /** PEM; no clients are to be trusted where absent. */
  readonly certificateAuthority?: string
}

/** Makes those that are missing, at each start: an older state directory has none of them. What is there stays as it is. */
export const bootstrapServer = ({ store, clock, uuid, certificateAuthority }: ServerContext): void => {
  const now = toTimestamp(clock.now())
  const objects: readonly KubernetesObject[] = [
    ...apiServices(now),
    ...flowControlObjects(now),
    ...BOOTSTRAP_NODES.flatMap((name) => csiNode(store, name)),
    STANDARD_CLASS,
    ...(certificateAuthority === undefined ? [] : configMaps(certificateAuthority, now)),
  ]
  for (const object of objects) {
    const resource = resourceNameOf(object) ?? ''
    if (store.get(resource, object.metadata.namespace, object.metadata.name ?? '') !== undefined) continue
    store.put(resource, withAuthor({ ...object, metadata: { ...object.metadata, uid: uuid(), creationTimestamp: now } }))
  }
}

/**
 * What an API server and kubelets write of themselves when they start: the groups that are served, how requests share the server,
 * drivers of nodes, and the class of volumes that kind sets up.
 * @see k8s.io/kubernetes pkg/controlplane/apiserver/aggregator.go, v1.34
 */
import { EXTENSIONS } from '../kubernetes/extensions/extensions.ts'
import type { APIService, ConfigMap, CSINode, StorageClass } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { RESOURCES, resourceNameOf } from '../kubernetes/resources.ts'
import { flowControlObjects } from './bootstrap-flow-control.ts'
import { BOOTSTRAP_NODES } from './bootstrap-nodes.ts'
import type { Clock } from './environment.ts'
import type { Store } from './store/store.ts'
import { toTimestamp } from './time.ts'
import { withAuthor } from './bootstrap-authors.ts'

/** The priority of each group among the others. */
const GROUP_PRIORITIES: Readonly<Record<string, number>> = {
  '': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'apiextensions.k8s.io': 16_700,
  'admissionregistration.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
}

/** The priority of a version within its group, where it is not the usual one. */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  v1: 1,
  'autoscaling/v2': 30,
  'flowcontrol.apiserver.k8s.io/v1': 21,
  'resource.k8s.io/v1': 21,
}

/** Groups that CustomResourceDefinitions bring come after all others. */
const CUSTOM = { group: 1000, version: 100 } as const

interface ServedVersion {
  readonly group: string
  readonly version: string
  readonly apiVersion: string
}

const apiService = ({ group, version, apiVersion }: ServedVersion, now: string): APIService => {
  const isCustom = EXTENSIONS.some((extension) => extension.apiVersion === apiVersion)
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {
      name: `${version}.${group}`,
      labels: { 'kube-aggregator.kubernetes.io/automanaged': isCustom ? 'true' : 'onstart' },
    },
    spec: {
      ...(group === '' ? {} : { group }),
      groupPriorityMinimum: isCustom ? CUSTOM.group : (GROUP_PRIORITIES[group] ?? CUSTOM.group),
      version,
      versionPriority: isCustom ? CUSTOM.version : (VERSION_PRIORITIES[apiVersion] ?? 15),
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: now,
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ],
    },
  }
}

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

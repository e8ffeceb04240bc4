/** The resources that the API serves: names, scopes and verbs. @see Kubernetes v1.34 discovery documents */
import type { ResourceRow } from './extensions/extension.ts'
import { EXTENSIONS } from './extensions/extensions.ts'
import type { KubernetesObject } from './object.ts'

export interface ResourceInfo {
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** Without the resource's own name: `status`, `scale`, `log` … */
  readonly subresources: readonly string[]
  /** `plural[.group]`: the key under which the store holds it. */
  readonly name: string
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const
const CREATE_ONLY = ['create'] as const
const READ_ONLY = ['get', 'list'] as const

/** Of both versions: what a HorizontalPodAutoscaler is stored as is the newer. */
const AUTOSCALER: ResourceRow = {
  kind: 'HorizontalPodAutoscaler',
  short: 'hpa',
  categories: 'all',
  subresources: 'status',
}

const ROWS: Readonly<Record<string, readonly ResourceRow[]>> = {
  v1: [
    { kind: 'Binding', createOnly: true },
    { kind: 'ComponentStatus', plural: 'componentstatuses', short: 'cs', cluster: true, readOnly: true },
    { kind: 'ConfigMap', short: 'cm' },
    { kind: 'Endpoints', plural: 'endpoints', short: 'ep' },
    { kind: 'Event', short: 'ev' },
    { kind: 'LimitRange', short: 'limits' },
    { kind: 'Namespace', short: 'ns', cluster: true, subresources: 'finalize status' },
    { kind: 'Node', short: 'no', cluster: true, subresources: 'proxy status' },
    { kind: 'PersistentVolume', short: 'pv', cluster: true, subresources: 'status' },
    { kind: 'PersistentVolumeClaim', short: 'pvc', subresources: 'status' },
    {
      kind: 'Pod',
      short: 'po',
      categories: 'all',
      subresources: 'attach binding ephemeralcontainers eviction exec log portforward proxy resize status',
    },
    { kind: 'PodTemplate' },
    { kind: 'ReplicationController', short: 'rc', categories: 'all', subresources: 'scale status' },
    { kind: 'ResourceQuota', short: 'quota', subresources: 'status' },
    { kind: 'Secret' },
    { kind: 'ServiceAccount', short: 'sa', subresources: 'token' },
    { kind: 'Service', short: 'svc', categories: 'all', subresources: 'proxy status' },
  ],
  'apps/v1': [
    { kind: 'ControllerRevision' },
    { kind: 'DaemonSet', short: 'ds', categories: 'all', subresources: 'status' },
    { kind: 'Deployment', short: 'deploy', categories: 'all', subresources: 'scale status' },
    { kind: 'ReplicaSet', short: 'rs', categories: 'all', subresources: 'scale status' },
    { kind: 'StatefulSet', short: 'sts', categories: 'all', subresources: 'scale status' },
  ],
  'batch/v1': [
    { kind: 'CronJob', short: 'cj', categories: 'all', subresources: 'status' },
    { kind: 'Job', categories: 'all', subresources: 'status' },
  ],
  'discovery.k8s.io/v1': [{ kind: 'EndpointSlice' }],
  'networking.k8s.io/v1': [
    { kind: 'IngressClass', plural: 'ingressclasses', cluster: true },
    { kind: 'Ingress', plural: 'ingresses', short: 'ing', subresources: 'status' },
    { kind: 'IPAddress', plural: 'ipaddresses', short: 'ip', cluster: true },
    { kind: 'NetworkPolicy', plural: 'networkpolicies', short: 'netpol' },
    { kind: 'ServiceCIDR', cluster: true, subresources: 'status' },
  ],
  'events.k8s.io/v1': [{ kind: 'Event', short: 'ev' }],
  'coordination.k8s.io/v1': [{ kind: 'Lease' }],
  'apiextensions.k8s.io/v1': [
    {
      kind: 'CustomResourceDefinition',
      short: 'crd crds',
      categories: 'api-extensions',
      cluster: true,
      subresources: 'status',
    },
  ],
  'policy/v1': [{ kind: 'PodDisruptionBudget', short: 'pdb', subresources: 'status' }],
  'scheduling.k8s.io/v1': [{ kind: 'PriorityClass', plural: 'priorityclasses', short: 'pc', cluster: true }],
  'rbac.authorization.k8s.io/v1': [
    { kind: 'ClusterRoleBinding', cluster: true },
    { kind: 'ClusterRole', cluster: true },
    { kind: 'RoleBinding' },
    { kind: 'Role' },
  ],
  'authorization.k8s.io/v1': [
    { kind: 'LocalSubjectAccessReview', createOnly: true },
    { kind: 'SelfSubjectAccessReview', cluster: true, createOnly: true },
    { kind: 'SelfSubjectRulesReview', cluster: true, createOnly: true },
    { kind: 'SubjectAccessReview', cluster: true, createOnly: true },
  ],
  'authentication.k8s.io/v1': [
    { kind: 'SelfSubjectReview', cluster: true, createOnly: true },
    { kind: 'TokenReview', cluster: true, createOnly: true },
  ],
  'autoscaling/v2': [AUTOSCALER],
  'autoscaling/v1': [AUTOSCALER],
  'certificates.k8s.io/v1': [
    { kind: 'CertificateSigningRequest', short: 'csr', cluster: true, subresources: 'approval status' },
  ],
  'storage.k8s.io/v1': [
    { kind: 'CSIDriver', cluster: true },
    { kind: 'CSINode', cluster: true },
    { kind: 'CSIStorageCapacity', plural: 'csistoragecapacities' },
    { kind: 'StorageClass', plural: 'storageclasses', short: 'sc', cluster: true },
    { kind: 'VolumeAttachment', cluster: true, subresources: 'status' },
    { kind: 'VolumeAttributesClass', plural: 'volumeattributesclasses', short: 'vac', cluster: true },
  ],
  'node.k8s.io/v1': [{ kind: 'RuntimeClass', plural: 'runtimeclasses', cluster: true }],
  'resource.k8s.io/v1': [
    { kind: 'DeviceClass', plural: 'deviceclasses', cluster: true },
    { kind: 'ResourceClaim', subresources: 'status' },
    { kind: 'ResourceClaimTemplate' },
    { kind: 'ResourceSlice', cluster: true },
  ],
  'flowcontrol.apiserver.k8s.io/v1': [
    { kind: 'FlowSchema', cluster: true, subresources: 'status' },
    { kind: 'PriorityLevelConfiguration', cluster: true, subresources: 'status' },
  ],
  'admissionregistration.k8s.io/v1': [
    { kind: 'MutatingWebhookConfiguration', categories: 'api-extensions', cluster: true },
    {
      kind: 'ValidatingAdmissionPolicy',
      plural: 'validatingadmissionpolicies',
      categories: 'api-extensions',
      cluster: true,
      subresources: 'status',
    },
    { kind: 'ValidatingAdmissionPolicyBinding', categories: 'api-extensions', cluster: true },
    { kind: 'ValidatingWebhookConfiguration', categories: 'api-extensions', cluster: true },
  ],
  'apiregistration.k8s.io/v1': [{ kind: 'APIService', categories: 'api-extensions', cluster: true, subresources: 'status' }],
  ...Object.fromEntries(EXTENSIONS.map(({ apiVersion, resources }) => [apiVersion, resources])),
}

const words = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split(' '))

const toInfo = (apiVersion: string, row: ResourceRow): ResourceInfo => {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const plural = row.plural ?? `${row.kind.toLowerCase()}s`
  return {
    group,
    version: apiVersion.slice(slash + 1),
    apiVersion,
    kind: row.kind,
    plural,
    singular: row.kind.toLowerCase(),
    shortNames: words(row.short),
    categories: words(row.categories),
    namespaced: row.cluster !== true,
    verbs: row.createOnly === true ? CREATE_ONLY : row.readOnly === true ? READ_ONLY : ALL_VERBS,
    subresources: words(row.subresources),
    // Both groups' events are one resource, as on a real server.
    name: group === '' || group === 'events.k8s.io' ? plural : `${plural}.${group}`,
  }
}

export const RESOURCES: readonly ResourceInfo[] = Object.entries(ROWS).flatMap(([apiVersion, rows]) =>
  rows.map((row) => toInfo(apiVersion, row)),
)

const byKind = new Map(RESOURCES.map((info) => [`${info.apiVersion}/${info.kind}`, info]))

export const findResource = (apiVersion: string, kind: string): ResourceInfo | undefined => byKind.get(`${apiVersion}/${kind}`)

/** The store's key of an object, or undefined for kinds that are not served. */
export const resourceNameOf = ({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string | undefined =>
  findResource(apiVersion, kind)?.name

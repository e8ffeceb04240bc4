/** The groups that are served, with their resources in alphabetical order. */
import { RESOURCES, type ResourceInfo } from '../../../kubernetes/resources.ts'

export interface ServedGroup {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  readonly resources: readonly ResourceInfo[]
}

/** Of real clusters: clients that find a name in several groups take the first. */
const ORDER = [
  '',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
]

const rank = (group: string): number => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length)

export const servedGroups = (): readonly ServedGroup[] => {
  const versions = [...new Set(RESOURCES.map(({ apiVersion }) => apiVersion))]
  return versions
    .map((apiVersion) => {
      const resources = RESOURCES.filter((info) => info.apiVersion === apiVersion).sort((a, b) =>
        a.plural < b.plural ? -1 : 1,
      )
      return { group: resources[0]?.group ?? '', version: resources[0]?.version ?? '', apiVersion, resources }
    })
    .sort((a, b) => rank(a.group) - rank(b.group))
}

export interface Subresource {
  readonly name: string
  /** Absent: the resource's own. */
  readonly group?: string
  readonly version?: string
  readonly kind: string
  readonly verbs: readonly string[]
}

const READ_WRITE = ['get', 'patch', 'update'] as const
const CONNECT = ['create', 'get'] as const
const PROXY = ['create', 'delete', 'get', 'patch', 'update'] as const

/** What a subresource takes and gives. */
export const describeSubresource = (info: ResourceInfo, name: string): Subresource => {
  switch (name) {
    case 'scale':
      return { name, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: READ_WRITE }
    case 'eviction':
      return { name, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] }
    case 'token':
      return { name, group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] }
    case 'binding':
      return { name, kind: 'Binding', verbs: ['create'] }
    case 'log':
      return { name, kind: info.kind, verbs: ['get'] }
    case 'finalize':
      return { name, kind: info.kind, verbs: ['update'] }
    case 'attach':
      return { name, kind: 'PodAttachOptions', verbs: CONNECT }
    case 'exec':
      return { name, kind: 'PodExecOptions', verbs: CONNECT }
    case 'portforward':
      return { name, kind: 'PodPortForwardOptions', verbs: CONNECT }
    case 'proxy':
      return { name, kind: `${info.kind}ProxyOptions`, verbs: PROXY }
    default:
      return { name, kind: info.kind, verbs: READ_WRITE }
  }
}

/** Namespaces alone cannot be deleted together. */
export const verbsOf = (info: ResourceInfo): readonly string[] =>
  info.kind === 'Namespace' ? info.verbs.filter((verb) => verb !== 'deletecollection') : info.verbs

/** The groups that are served, with their resources in alphabetical order. */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { servedResources } from '../../custom/served.ts'
import type { Store } from '../../store/store.ts'

/** One version of a group, with its resources. */
export interface ServedVersion {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  readonly resources: readonly ResourceInfo[]
}

/** A group with its versions, the preferred one first. */
export interface ServedGroup {
  readonly group: string
  readonly versions: readonly ServedVersion[]
}

/** Of real clusters: clients that find a name in several groups take the first. */
const ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]

const rank = (group: string): number => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length)

/** Generally available before beta before alpha, newer before older. @see k8s.io/apimachinery pkg/version, CompareKubeAwareVersionStrings */
const maturity = (version: string): readonly number[] => {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/u.exec(version) ?? []
  if (major === undefined) return [0, 0, 0]
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)]
}

const compareVersions = (a: ServedVersion, b: ServedVersion): number => {
  const [first, second] = [maturity(a.version), maturity(b.version)]
  const at = first.findIndex((number, index) => number !== second[index])
  return at < 0 ? (a.version < b.version ? -1 : 1) : (second[at] ?? 0) - (first[at] ?? 0)
}

const byPlural = (a: ResourceInfo, b: ResourceInfo): number => (a.plural < b.plural ? -1 : 1)

/** Every version that is served, groups in the order of real clusters. */
export const servedVersions = (store: Store): readonly ServedVersion[] =>
  servedGroups(store).flatMap(({ versions }) => versions)

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}

export const servedGroups = (store: Store): readonly ServedGroup[] => {
  const versions = groupBy(servedResources(store), ({ apiVersion }) => apiVersion).map((resources): ServedVersion => {
    const { group = '', version = '', apiVersion = '' } = resources[0] ?? {}
    return { group, version, apiVersion, resources: [...resources].sort(byPlural) }
  })
  return groupBy(versions, ({ group }) => group)
    .map((list) => ({ group: list[0]?.group ?? '', versions: [...list].sort(compareVersions) }))
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

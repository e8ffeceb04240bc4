/** Discovery one group and version at a time. @see Kubernetes documentation, "Discovery API" */
import { isEndpoints } from '../../../kubernetes/guards.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Store } from '../../store/store.ts'
import { storageVersionHash } from './storage-version.ts'
import { describeSubresource, servedGroups, servedVersions, verbsOf, type ServedGroup, type ServedVersion } from './groups.ts'

/** Where the server says that it can be reached, which is what stands behind its own Service. */
const addresses = (store: Store): readonly unknown[] => {
  const endpoints = store.get('endpoints', 'default', 'kubernetes')
  const [subset] = endpoints !== undefined && isEndpoints(endpoints) ? (endpoints.subsets ?? []) : []
  const [address] = subset?.addresses ?? []
  return address === undefined
    ? []
    : [{ clientCIDR: '0.0.0.0/0', serverAddress: `${address.ip}:${subset?.ports?.[0]?.port ?? 443}` }]
}

const toReference = ({ apiVersion, version }: ServedVersion): unknown => ({ groupVersion: apiVersion, version })

const toGroup = ({ group, versions }: ServedGroup): Readonly<Record<string, unknown>> => ({
  name: group,
  versions: versions.map(toReference),
  preferredVersion: versions.map(toReference)[0],
})

const toResources = (info: ResourceInfo, store: Store): readonly unknown[] => [
  {
    name: info.plural,
    singularName: info.singular,
    namespaced: info.namespaced,
    kind: info.kind,
    verbs: verbsOf(info),
    ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
    ...(info.categories.length === 0 ? {} : { categories: info.categories }),
    storageVersionHash: storageVersionHash(info, store),
  },
  ...info.subresources.map((name) => {
    const { group, version, kind, verbs } = describeSubresource(info, name)
    const other = group === undefined ? {} : { group, version }
    return { name: `${info.plural}/${name}`, singularName: '', namespaced: info.namespaced, ...other, kind, verbs }
  }),
]

const groupDocument = (name: string, store: Store): unknown => {
  const found = servedGroups(store).find(({ group }) => group === name)
  return found === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...toGroup(found) }
}

const resourceDocument = (apiVersion: string, store: Store): unknown => {
  const found = servedVersions(store).find((served) => served.apiVersion === apiVersion)
  if (found === undefined) return undefined
  const base = { kind: 'APIResourceList', ...(found.group === '' ? {} : { apiVersion: 'v1' }), groupVersion: apiVersion }
  return { ...base, resources: found.resources.flatMap((info) => toResources(info, store)) }
}

/** The document under a path such as /api, /apis/apps or /apis/apps/v1; undefined where there is none. */
export const plainDiscovery = (pathname: string, store: Store): unknown => {
  const [root, first, second, ...more] = pathname.split('/').filter((part) => part !== '')
  if (more.length > 0) return undefined
  if (root === 'api') {
    if (first === undefined) return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: addresses(store) }
    return second === undefined ? resourceDocument(first, store) : undefined
  }
  if (root !== 'apis') return undefined
  if (first === undefined) {
    const groups = servedGroups(store).filter(({ group }) => group !== '')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(toGroup) }
  }
  return second === undefined ? groupDocument(first, store) : resourceDocument(`${first}/${second}`, store)
}

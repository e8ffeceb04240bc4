/** All resources in one document. @see Kubernetes documentation, "Aggregated discovery" */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Store } from '../../store/store.ts'
import { describeSubresource, servedGroups, verbsOf, type ServedGroup } from './groups.ts'

/** Group and version are left empty where they are those of the list. */
const responseKind = ({ kind }: ResourceInfo): unknown => ({ group: '', version: '', kind })

const describe = (info: ResourceInfo): unknown => ({
  resource: info.plural,
  responseKind: responseKind(info),
  scope: info.namespaced ? 'Namespaced' : 'Cluster',
  singularResource: info.singular,
  verbs: verbsOf(info),
  ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
  ...(info.categories.length === 0 ? {} : { categories: info.categories }),
  ...(info.subresources.length === 0 ? {} : { subresources: info.subresources.map((name) => describeInner(info, name)) }),
})

const describeInner = (info: ResourceInfo, name: string): unknown => {
  const { group = '', version = '', kind, verbs } = describeSubresource(info, name)
  return { subresource: name, responseKind: { group, version, kind }, verbs }
}

const toItem = ({ group, versions }: ServedGroup): unknown => ({
  metadata: { creationTimestamp: null, ...(group === '' ? {} : { name: group }) },
  versions: versions.map(({ version, resources }) => ({ version, freshness: 'Current', resources: resources.map(describe) })),
})

/** `root` is `api` for the core group, `apis` for all others. */
export const aggregatedDiscovery = (root: 'api' | 'apis', version: 'v2' | 'v2beta1', store: Store): unknown => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: `apidiscovery.k8s.io/${version}`,
  metadata: {},
  items: servedGroups(store)
    .filter(({ group }) => (group === '') === (root === 'api'))
    .map(toItem),
})

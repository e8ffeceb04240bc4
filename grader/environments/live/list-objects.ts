/** Reads what the network model needs of a real cluster. */
import { isJsonObject, isList } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { LiveClient } from './client.ts'
import { isAllowed, requirePermissions, type Need } from './permissions.ts'
import { refusal } from './refusal.ts'

interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly resource: string
  /** Clusters may not have it; `helpful` ones are done without where the user may not list them. */
  readonly optional?: true | 'helpful'
}

const KINDS: readonly Kind[] = [
  { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces' },
  { apiVersion: 'v1', kind: 'Node', resource: 'nodes' },
  { apiVersion: 'v1', kind: 'Pod', resource: 'pods' },
  { apiVersion: 'v1', kind: 'Service', resource: 'services' },
  { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', resource: 'endpointslices' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', resource: 'networkpolicies' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', resource: 'ingresses' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', resource: 'ingressclasses' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', resource: 'servicecidrs', optional: 'helpful' },
  { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', resource: 'replicasets' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', resource: 'statefulsets' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', resource: 'daemonsets' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', resource: 'gatewayclasses', optional: true },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', resource: 'gateways', optional: true },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', resource: 'httproutes', optional: true },
  {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    resource: 'clusternetworkpolicies',
    optional: true,
  },
]

const PAGE = 500
/** ConfigMaps that grow with what is stored elsewhere, and that nothing here reads. */
const MAX_OBJECTS = 100_000

const groupOf = ({ apiVersion }: Kind): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '')

const needOf = (kind: Kind): Need => {
  const group = groupOf(kind)
  return { verb: 'list', resource: group === '' ? kind.resource : `${kind.resource}.${group}` }
}

const root = ({ apiVersion }: Kind): string => `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`

const pathOf = (kind: Kind): string => `${root(kind)}/${kind.resource}`

async function listKind(client: LiveClient, kind: Kind): Promise<readonly KubernetesObject[]> {
  const objects: KubernetesObject[] = []
  let next = ''
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { continue: next }) })
    const reply = await client.ask('GET', `${pathOf(kind)}?${query.toString()}`)
    if (reply.status === 404 && kind.optional !== undefined) return []
    const { body } = reply
    if (reply.status !== 200 || !isJsonObject(body) || !isList(body['items'])) throw refusal(client, pathOf(kind), reply)
    // Items of lists do not repeat what the list says.
    for (const item of body['items'])
      if (isJsonObject(item))
        objects.push({ ...item, apiVersion: kind.apiVersion, kind: kind.kind } as unknown as KubernetesObject)
    const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {}
    next = typeof metadata['continue'] === 'string' ? metadata['continue'] : ''
  } while (next !== '' && objects.length < MAX_OBJECTS)
  return objects
}

/** Of a kind that is not served, a server says to whoever may not list it that it is forbidden: so discovery is asked. */
async function servedOf(client: LiveClient): Promise<readonly Kind[]> {
  const paths = [...new Set(KINDS.filter(({ optional }) => optional !== undefined).map(root))]
  const served = await Promise.all(
    paths.map(async (path) => {
      const { body } = await client.ask('GET', path)
      const resources = isJsonObject(body) && isList(body['resources']) ? body['resources'] : []
      return [path, new Set(resources.map((one) => (isJsonObject(one) ? one['name'] : undefined)))] as const
    }),
  )
  const names = new Map(served)
  return KINDS.filter((kind) => kind.optional === undefined || names.get(root(kind))?.has(kind.resource) === true)
}

/** The kinds that are there and may be listed. Fails with `permissions-missing` where one of them may not be done without. */
async function listable(client: LiveClient): Promise<readonly Kind[]> {
  const served = await servedOf(client)
  await requirePermissions(client, served.filter(({ optional }) => optional !== 'helpful').map(needOf))
  const judged = await Promise.all(
    served.map(async (kind) => (kind.optional === 'helpful' ? isAllowed(client, needOf(kind)) : true)),
  )
  return served.filter((_, index) => judged[index])
}

/** Everything that is there of the kinds that matter. Fails with `permissions-missing` before the first of them is asked for. */
export async function listObjects(client: LiveClient): Promise<readonly KubernetesObject[]> {
  const kinds = await listable(client)
  return (await Promise.all(kinds.map((kind) => listKind(client, kind)))).flat()
}

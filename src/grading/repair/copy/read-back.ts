/** What a copy has become, told under the names of the original: so the task's checks can be asked of it. */
import type { EndpointSlice, Service } from '../../../kubernetes/generated/types.ts'
import { isEndpointSlice, isIngress, isNamespace, isNetworkPolicy, isNode, isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { readRequest, type AskedRequest } from '../../../network/http/asked.ts'
import { addressesOfNode } from '../../../network/state.ts'
import type { Aim } from '../../observation/aim.ts'
import type { Copied } from './copy-objects.ts'
import { COPY_LABEL, nameInCopy, type CopyNames } from './names.ts'

const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/** The namespace of an object, or that it is. */
const placeOf = (object: KubernetesObject): string =>
  (isNamespace(object) ? object.metadata.name : object.metadata.namespace) ?? ''

/** The objects of a list of the whole cluster that belong to the copy. */
export const copiesAmong = (objects: readonly KubernetesObject[], names: CopyNames): readonly KubernetesObject[] =>
  objects.filter((object) => names.original(placeOf(object)) !== undefined)

export interface ReadBack {
  /** The whole cluster; in place of the namespaces that were copied stand their copies, under the names of the originals. */
  readonly objects: readonly KubernetesObject[]
  /** Node ports of the copy, by those that the originals have. */
  readonly nodePorts: ReadonlyMap<number, number>
}

/** `copied`: what was made; `live`: everything in the cluster, with the copy, as the API server gives it. */
export const readBack = (names: CopyNames, copied: readonly Copied[], live: readonly KubernetesObject[]): ReadBack => {
  const originals = new Map(copied.map(({ original, copy }) => [keyOf(copy), original]))
  const copies = copiesAmong(live, names)
  const nodePorts = new Map<number, number>()
  const told = copies.map((copy) => {
    const original = originals.get(keyOf(copy))
    if (original !== undefined && isService(original) && isService(copy))
      for (const [wanted, given] of pairPorts(original, copy)) nodePorts.set(wanted, given)
    return tell(copy, original, names)
  })
  const others = live.filter((object) => !copies.includes(object) && !names.namespaces.includes(placeOf(object)))
  return { objects: [...others, ...told], nodePorts }
}

const pairPorts = (original: Service, copy: Service): readonly (readonly [number, number])[] =>
  (original.spec?.ports ?? []).flatMap(({ nodePort: wanted }, index) => {
    const given = copy.spec?.ports?.[index]?.nodePort
    return wanted === undefined || given === undefined ? [] : [[wanted, given] as const]
  })

/** As the cluster has it, but for what was changed on the way into the copy. */
const tell = (copy: KubernetesObject, original: KubernetesObject | undefined, names: CopyNames): KubernetesObject => {
  const metadata = metadataOf(copy, original, names)
  if (isEndpointSlice(copy)) return retarget({ ...copy, metadata }, names)
  const named = { ...copy, metadata }
  if (original === undefined) return named
  if (isNetworkPolicy(original) || isIngress(original)) return { ...named, spec: original.spec } as KubernetesObject
  return isService(original) && isService(copy) ? withPortsOf(original, copy, metadata) : named
}

const metadataOf = (
  copy: KubernetesObject,
  original: KubernetesObject | undefined,
  names: CopyNames,
): KubernetesObject['metadata'] => {
  const { name = '', namespace = '', labels = {}, ...rest } = copy.metadata
  if (isNamespace(copy)) return { ...rest, name: names.original(name) ?? name, labels: original?.metadata.labels ?? {} }
  const { [COPY_LABEL]: _run, ...own } = labels
  return { ...rest, name, namespace: names.original(namespace) ?? namespace, labels: own }
}

const withPortsOf = (original: Service, copy: Service, metadata: Service['metadata']): Service => {
  const ports = (copy.spec?.ports ?? []).map((port, index) => {
    const nodePort = original.spec?.ports?.[index]?.nodePort
    return nodePort === undefined ? port : { ...port, nodePort }
  })
  const { type } = original.spec ?? {}
  return { ...copy, metadata, spec: { ...copy.spec, ports, ...(type === undefined ? {} : { type }) } }
}

/** Servers write null where there are none. */
const writtenEndpoints = ({
  endpoints,
}: {
  readonly endpoints: EndpointSlice['endpoints'] | null
}): EndpointSlice['endpoints'] => endpoints ?? []

/** They point to Pods by name. */
const retarget = (slice: EndpointSlice, names: CopyNames): EndpointSlice => ({
  ...slice,
  endpoints: writtenEndpoints(slice).map((endpoint) => {
    const namespace = names.original(endpoint.targetRef?.namespace ?? '')
    return namespace === undefined ? endpoint : { ...endpoint, targetRef: { ...endpoint.targetRef, namespace } }
  }),
})

/** Where a question about the original points in the copy. */
export const aimInCopy = (aim: Aim, names: CopyNames, { objects, nodePorts }: ReadBack): Aim => {
  const nodes = new Set(objects.filter(isNode).flatMap(addressesOfNode))
  const portAt = (host: string, port: number): number => (nodes.has(host) ? (nodePorts.get(port) ?? port) : port)
  switch (aim.kind) {
    case 'name':
      return { ...aim, name: nameInCopy(aim.name, names) }
    case 'connection':
      return { ...aim, host: nameInCopy(aim.host, names), port: portAt(aim.host, aim.port) }
    case 'request': {
      const read = readRequest({ from: { outside: '' }, url: aim.url, headers: aim.headers })
      if (read === undefined) return aim
      const [host, port] =
        aim.connectTo === undefined
          ? [nameInCopy(read.host, names), portAt(read.host, read.port)]
          : [names.host(read.host), read.port]
      const told = Object.entries(aim.headers).map(([name, value]) => [
        name,
        name.toLowerCase() === 'host' && aim.connectTo !== undefined ? names.host(value) : value,
      ])
      return { ...aim, url: urlAt(aim.url, read, { host, port }), headers: Object.fromEntries(told) as typeof aim.headers }
    }
  }
}

const urlAt = (url: string, read: AskedRequest, { host, port }: Pick<AskedRequest, 'host' | 'port'>): string => {
  if (host === read.host && port === read.port) return url
  const isUsual = port === (read.scheme === 'https' ? 443 : 80)
  return `${read.scheme}://${host.includes(':') ? `[${host}]` : host}${isUsual ? '' : `:${port}`}${read.target}`
}

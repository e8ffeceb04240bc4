import type { Pod } from '../../kubernetes/generated/types.ts'
import { normalizeAddress } from '../address.ts'
import { clusterIpsOf, keyOf, namespaceOf } from '../state.ts'
import type { Labels } from '../state.ts'
import type { NameIndex } from './names.ts'

/** A name of the cluster's zone that leads to an address, or to another name (ExternalName). */
export interface ZoneEntry {
  /** Relative to the zone, e.g. `10-244-1-7.queue.blue.svc`. */
  readonly owner: string
  readonly host: string
  /** Absent where the Service or EndpointSlice declares no ports. */
  readonly port?: number
}

/** `missing`: NXDOMAIN. An empty list: the name exists and has nothing of its own (an empty non-terminal). */
export type Lookup = readonly ZoneEntry[] | 'missing'

interface ParsedName {
  readonly branch: string
  readonly namespace: string
  readonly name: string
  readonly endpoint?: string
  readonly port?: string
  readonly protocol?: string
}

const withoutUnderscore = (label: string): string => label.replace(/^_/, '')

/**
 * Reads `[endpoint | port.protocol].name.namespace.(svc|pod)` from right to left.
 * `exists`: the name ends before a Service or Pod is named. `invalid`: no name of this shape exists.
 */
function parseName(relative: string, namespaces: ReadonlyMap<string, Labels>): ParsedName | 'exists' | 'invalid' {
  if (relative === '') return 'exists'
  const labels = relative.split('.')
  const branch = labels.pop() ?? ''
  if (branch !== 'svc' && branch !== 'pod') return 'invalid'
  const namespace = labels.pop()
  if (namespace === undefined) return 'exists'
  if (!namespaces.has(namespace)) return 'invalid'
  const name = labels.pop() ?? ''
  const [first, second, ...more] = labels.reverse()
  if (more.length > 0) return 'invalid'
  if (first === undefined) return { branch, namespace, name }
  if (second === undefined) return { branch, namespace, name, endpoint: first }
  return { branch, namespace, name, protocol: withoutUnderscore(first), port: withoutUnderscore(second) }
}

interface DeclaredPort {
  readonly name?: string
  readonly protocol?: string
  readonly port?: number
}

/** A lone underscore asks for nothing in particular. */
const matchesLabel = (asked: string | undefined, present: string): boolean =>
  asked === undefined || asked === '' || asked === present.toLowerCase()

const matchesPort = (asked: ParsedName, { name = '', protocol = 'TCP' }: DeclaredPort): boolean =>
  matchesLabel(asked.port, name) && matchesLabel(asked.protocol, protocol)

/** Where no ports are declared the address is known all the same, but no protocol, and SRV has no port to tell. */
const portsOrNone = (ports: readonly DeclaredPort[]): readonly DeclaredPort[] =>
  ports.length === 0 ? [{ protocol: '' }] : ports

const entry = (owner: string, host: string, port: DeclaredPort): ZoneEntry => ({
  owner,
  host,
  ...(port.port === undefined ? {} : { port: port.port }),
})

function findEndpoints(names: NameIndex, asked: ParsedName): Lookup {
  const owner = `${asked.name}.${asked.namespace}.svc`
  const found = (names.endpoints.get(keyOf(asked.namespace, asked.name)) ?? [])
    .filter(({ label }) => asked.endpoint === undefined || asked.endpoint === label.toLowerCase())
    .flatMap(({ ip, label, ports }) =>
      portsOrNone(ports)
        .filter((port) => matchesPort(asked, port))
        .map((port) => entry(`${label}.${owner}`, ip, port)),
    )
  return found.length === 0 ? 'missing' : found
}

function findService(names: NameIndex, asked: ParsedName): Lookup {
  const service = names.state.services.get(keyOf(asked.namespace, asked.name))
  if (service === undefined) return 'missing'
  const owner = `${asked.name}.${asked.namespace}.svc`
  const { type, externalName = '', clusterIP, ports = [] } = service.spec ?? {}
  if (type === 'ExternalName') {
    const below = asked.endpoint ?? asked.port
    return below !== undefined || normalizeAddress(externalName) !== undefined ? 'missing' : [{ owner, host: externalName }]
  }
  if (clusterIP === 'None' || asked.endpoint !== undefined) return findEndpoints(names, asked)
  const matching = portsOrNone(ports).filter((port) => matchesPort(asked, port))
  if (matching.length === 0) return 'missing'
  return matching.flatMap((port) => clusterIpsOf(service).map((ip) => entry(owner, ip, port)))
}

function findPod(names: NameIndex, asked: ParsedName, mode: PodRecords): Lookup {
  const dashes = asked.name.split('-').length - 1
  const separator = dashes === 3 && !asked.name.includes('--') ? '.' : ':'
  const written = asked.name.replaceAll('-', separator)
  const ip = normalizeAddress(written)
  if (ip === undefined) return 'missing'
  // The server compares what is written with the Pod's first address: `fd00-0-…` is not `fd00--…`.
  const isOfPod = (pod: Pod): boolean => pod.status?.podIP === written && namespaceOf(pod) === asked.namespace
  return mode === 'insecure' || (names.state.podsByIp.get(ip) ?? []).some(isOfPod)
    ? [{ owner: `${asked.name}.${asked.namespace}.pod`, host: ip }]
    : 'missing'
}

export type PodRecords = 'disabled' | 'insecure' | 'verified'

/** Looks up a lower-case name relative to the zone (`web.shop.svc`). @see coredns plugin/kubernetes, version 1.14.7 */
export function lookUpName(names: NameIndex, relative: string, mode: PodRecords): Lookup {
  const asked = parseName(relative, names.state.namespaces)
  if (asked === 'exists') return []
  if (asked === 'invalid') return 'missing'
  if (asked.branch === 'pod' && mode === 'disabled') return 'missing'
  if (asked.name === '') return []
  return asked.branch === 'pod' ? findPod(names, asked, mode) : findService(names, asked)
}

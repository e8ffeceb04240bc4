/**
 * Reads one folder of test/cases: `manifests.yaml` is a small cluster, `expected.txt` says who reaches what.
 * See README.md beside this file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import type { Pod, Service } from '../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts, type Listener, type PodFacts } from '../../src/network/facts.ts'
import type {
  ConnectOutcome,
  ConnectQuestion,
  Destination,
  DnsType,
  Protocol,
  RequestQuestion,
  Resolution,
  ResolveQuestion,
  Snapshot,
  Source,
} from '../../src/network/model.ts'
import { readRequest } from './read-request.ts'

interface ExpectationBase {
  /** Line of expected.txt, from 1. */
  readonly line: number
  readonly text: string
  readonly wanted: string
}

export type Expectation = ExpectationBase &
  (
    | { readonly kind: 'connect'; readonly question: ConnectQuestion }
    | { readonly kind: 'lookup'; readonly question: ResolveQuestion }
    | { readonly kind: 'request'; readonly question: RequestQuestion }
  )

export interface NetworkCase {
  readonly title: string
  readonly snapshot: Snapshot
  readonly expectations: readonly Expectation[]
}

/** Every case: `area/name`, and where it is. */
export const caseFolders = (): readonly { readonly name: string; readonly folder: string }[] =>
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((area) => area.isDirectory())
    .flatMap((area) => readdirSync(path.join(import.meta.dirname, area.name)).map((name) => `${area.name}/${name}`))
    .map((name) => ({ name, folder: path.join(import.meta.dirname, name) }))
    .filter(({ folder }) => existsSync(path.join(folder, 'expected.txt')))

export const readCase = (folder: string): NetworkCase => {
  const lines = readFileSync(path.join(folder, 'expected.txt'), 'utf8').split('\n')
  const settings = Object.fromEntries(
    lines.filter((line) => line.startsWith('set ')).map((line) => line.slice(4).split(/\s*=\s*/, 2)),
  ) as Record<string, string>
  return {
    title: (lines[0] ?? '').replace(/^#\s*/, ''),
    snapshot: clusterOf(readFileSync(path.join(folder, 'manifests.yaml'), 'utf8'), settings),
    expectations: lines.flatMap((text, index) => (isExpectation(text) ? [readLine(text, index + 1)] : [])),
  }
}

const isExpectation = (text: string): boolean => text.trim() !== '' && !text.startsWith('#') && !text.startsWith('set ')

/** A snapshot of manifests, with what a cluster would have filled in. */
export const clusterOf = (yaml: string, settings: Readonly<Record<string, string>> = {}): Snapshot => {
  const written = parseAllDocuments(yaml).flatMap((document) => {
    const value = document.toJS() as KubernetesObject | null
    return value === null ? [] : [value]
  })
  const nodes = written.some(({ kind }) => kind === 'Node') ? [] : [makeNode(1), makeNode(2)]
  const objects = [...nodes, ...fillIn(written)]
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod')
  const facts = Object.fromEntries(pods.map((pod) => [`${pod.metadata.namespace}/${pod.metadata.name}`, factsOf(pod)]))
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Record<string, PodFacts>
  return { objects, facts: { cluster: { ...DEFAULT_CLUSTER_FACTS, ...readSettings(settings) }, pods: known } }
}

/** Values are YAML: `true`, `nftables`, `[fd00:10::/64]`; a key with a dot sets a field of a field: `choices.emptyService`. */
const readSettings = (settings: Readonly<Record<string, string>>): Partial<ClusterFacts> => {
  const read: Record<string, unknown> = {}
  for (const [key, text] of Object.entries(settings)) {
    const [outer = '', inner] = key.split('.')
    const value: unknown = parse(text)
    read[outer] = inner === undefined ? value : { ...(read[outer] as object | undefined), [inner]: value }
  }
  return read
}

const makeNode = (index: number): KubernetesObject & Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${index}` },
  status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${index + 1}` }] },
})

const fillIn = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] => {
  let pods = 0
  let services = 0
  return objects.map((object) => {
    const namespaced = ['Namespace', 'Node', 'IngressClass', 'GatewayClass', 'ClusterNetworkPolicy'].includes(object.kind)
      ? object
      : { ...object, metadata: { namespace: 'default', ...object.metadata } }
    if (namespaced.kind === 'Pod') return fillInPod(namespaced as Pod, ++pods)
    return namespaced.kind === 'Service' ? fillInService(namespaced as Service, ++services) : namespaced
  })
}

const fillInPod = (pod: Pod, index: number): Pod => {
  const nodeName = pod.spec?.nodeName ?? 'node-1'
  const node = nodeName.replace(/\D/g, '')
  const ip = pod.spec?.hostNetwork === true ? `172.18.0.${Number(node) + 1}` : `10.244.${node}.${index}`
  const status = { phase: 'Running', podIP: ip, conditions: [{ type: 'Ready', status: 'True' }], ...pod.status }
  return { ...pod, spec: { containers: [], ...pod.spec, nodeName }, status }
}

const fillInService = (service: Service, index: number): Service => {
  const spec = service.spec ?? {}
  return spec.type === 'ExternalName' || spec.clusterIP !== undefined
    ? service
    : { ...service, spec: { ...spec, clusterIP: `10.96.0.${100 + index}` } }
}

/** The annotation `test/listens`, e.g. `TCP 80, UDP 127.0.0.1:53`; else every declared port. `unknown`: no facts. */
const factsOf = (pod: Pod): PodFacts | undefined => {
  const text = pod.metadata.annotations?.['test/listens']
  if (text === 'unknown') return undefined
  const declared = (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, name = '', protocol = 'TCP' }) => `${name.startsWith('http') ? 'HTTP' : protocol} ${containerPort}`),
  )
  const listeners = (text?.split(/\s*,\s*/) ?? declared).filter(Boolean).map(readListener)
  return { listeners, complete: true }
}

/** Every path is answered by the Pod's name. */
const ANSWERS: NonNullable<Listener['http']> = [
  { path: '/', match: 'prefix', status: 200, headers: { 'x-from': 'backend' }, body: '{hostname}' },
]

const readListener = (text: string): Listener => {
  const [protocol, where = ''] = text.split(' ')
  const [, address = '0.0.0.0', port] = /^(?:(.*):)?(\d+)$/.exec(where) ?? []
  const base = { container: 'main', program: 'server', port: Number(port), address }
  return protocol === 'HTTP' ? { ...base, protocol: 'TCP', http: ANSWERS } : { ...base, protocol: protocol as Protocol }
}

const readLine = (text: string, line: number): Expectation => {
  const [, left = '', wanted = ''] = /^(.*?)\s+=\s+(.*)$/.exec(text) ?? []
  const [, from = '', to = ''] = /^(.*?)\s+->\s+(.*)$/.exec(left.trim()) ?? []
  if (from === '' || to === '' || wanted === '') throw new Error(`line ${line} is no expectation: ${text}`)
  const base = { line, text, wanted: wanted.trim() }
  if (/^[A-Z]+ https?:/.test(to)) return { ...base, kind: 'request', question: readRequest(readSource(from), to) }
  return to.startsWith('lookup ')
    ? { ...base, kind: 'lookup', question: readLookup(from, to) }
    : { ...base, kind: 'connect', question: readConnect(from, to) }
}

/** `lookup NAME [TYPE] [musl]` */
const readLookup = (from: string, to: string): ResolveQuestion => {
  const [, name = '', ...words] = to.split(/\s+/)
  const type = words.find((word) => word !== 'musl')
  return {
    from: readSource(from),
    name,
    ...(type === undefined ? {} : { type: type as DnsType }),
    ...(words.includes('musl') ? { library: 'musl' as const } : {}),
  }
}

const readConnect = (from: string, to: string): ConnectQuestion => {
  const [, rest = to, protocol = 'TCP'] = /^(.*)\/(TCP|UDP|SCTP)$/.exec(to) ?? []
  const colon = rest.lastIndexOf(':')
  const port = rest.slice(colon + 1)
  return {
    from: readSource(from),
    to: readDestination(rest.slice(0, colon)),
    port: /^\d+$/.test(port) ? Number(port) : port,
    protocol: protocol as Protocol,
  }
}

const readSource = (text: string): Source => {
  const [kind, name] = text.split(/\s+/)
  if (kind === 'outside') return { outside: name! }
  if (kind === 'node') return { node: name! }
  return { pod: readName(text) }
}

const readDestination = (text: string): Destination => {
  const [kind, name] = text.split(/\s+/)
  if (kind === 'service') return { service: readName(name!) }
  if (kind === 'node') return { node: name! }
  if (kind === 'host') return { host: name! }
  return { pod: readName(text) }
}

const readName = (text: string): { namespace: string; name: string } => {
  const [namespace, name] = text.includes('/') ? text.split('/') : ['default', text]
  return { namespace: namespace!, name: name! }
}

/**
 * `connected`, or with shares, the endpoint that is reached and the address that the server sees:
 * `1/2 connected at 10.244.1.2:80 as 10.244.1.1, 1/2 timed-out`. Endpoints and addresses only where `wanted` names some.
 */
export const renderOutcomes = (outcomes: readonly ConnectOutcome[], wanted: string): string => {
  const shares = new Map<string, number>()
  for (const { verdict, probability, sourceIpSeen, endpoint } of outcomes) {
    const at = endpoint !== undefined && wanted.includes(' at ') ? ` at ${endpoint.ip}:${endpoint.port}` : ''
    const as = sourceIpSeen !== undefined && wanted.includes(' as ') ? ` as ${sourceIpSeen}` : ''
    const key = `${verdict}${at}${as}`
    shares.set(key, (shares.get(key) ?? 0) + probability)
  }
  return [...shares].map(([key, share]) => (share > 0.999 ? key : `${renderShare(share)} ${key}`)).join(', ')
}

/** The outcome and what the records say, in no order: `NOERROR 10.96.0.101`, `NODATA`, `NXDOMAIN`. */
export const renderResolution = ({ outcome, records }: Resolution): string =>
  [outcome, records.map(({ data }) => data).sort().join(', ')].filter(Boolean).join(' ')

export const renderShare = (share: number): string => {
  for (let parts = 2; parts <= 24; parts++) {
    const times = share * parts
    if (Math.abs(times - Math.round(times)) < 1e-9) return `${Math.round(times)}/${parts}`
  }
  return String(share)
}

/** The smallest cluster in which a chosen connection can be tried, as objects that kubectl takes. */
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { ContainerPort, Node, Pod } from '../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { formatAddress, type AddressFamily } from '../address.ts'
import type { EqualPriority } from '../choices.ts'
import { DEFAULT_CLUSTER_FACTS, type Facts } from '../facts.ts'
import type { ConnectQuestion, NamespacedName, Protocol } from '../model.ts'
import type { PolicyPod } from '../policy/match.ts'
import { exampleAddress, isSingleAddress, toBytes, type AddressAtom } from './atoms.ts'
import { another, hasPod, type End, type Place, type Situation } from './situation.ts'
import { type Variable } from './variables.ts'

/** One end of the connection. */
export type ExampleEnd =
  | {
      /** The Pod. */
      readonly pod: NamespacedName
      /** Labels of the Pod. */
      readonly labels: Readonly<Record<string, string>>
      /** Labels of its namespace. */
      readonly namespaceLabels: Readonly<Record<string, string>>
      /** Its address. */
      readonly ip: string
      /** The namespace may be any that has those labels; its name means nothing. */
      readonly anyNamespace: boolean
    }
  | {
      /** The address. */
      readonly address: string
      /** Present where the address is that of a node, which has these labels. */
      readonly nodeLabels?: Readonly<Record<string, string>>
    }

/** One value for each variable of a situation. */
export interface Chosen {
  readonly situation: Situation
  readonly variables: readonly Variable[]
  readonly values: readonly number[]
}

const labelsOf = ({ variables, values }: Chosen, end: End, kind: 'pod-label' | 'namespace-label'): Record<string, string> =>
  Object.fromEntries(
    variables.flatMap((variable, index) => {
      if (variable.kind !== kind) return []
      const ends = variable.kind === 'pod-label' ? [variable.end] : variable.ends
      const value = variable.values[values[index] ?? 0]
      return value === undefined || !ends.includes(end) ? [] : [[variable.key, value]]
    }),
  )

/** Addresses of both ends; where no block is asked about them, usual ones. */
export const addressesOf = ({ situation, variables, values }: Chosen): Readonly<Record<End, string>> => {
  const { family } = situation
  const everything: AddressAtom = { family, ranges: [[0n, (1n << (family === 'IPv4' ? 32n : 128n)) - 1n]] }
  const pick = (end: End, taken: bigint | undefined): bigint => {
    const index = variables.findIndex((variable) => variable.kind === 'address' && variable.end === end)
    const variable = variables[index]
    const atom = variable?.kind === 'address' ? variable.atoms[values[index] ?? 0] : undefined
    const kind = hasPod(situation[end]) ? 'pod' : 'address'
    return exampleAddress(atom ?? everything, kind, taken) ?? 0n
  }
  // The end with the narrower choice picks first.
  const isSingle = (end: End): boolean =>
    variables.some((variable, index) => {
      const atom = variable.kind === 'address' && variable.end === end ? variable.atoms[values[index] ?? 0] : undefined
      return atom !== undefined && isSingleAddress(atom)
    })
  const [early, late]: readonly [End, End] = isSingle('destination') ? ['destination', 'source'] : ['source', 'destination']
  const taken = pick(early, undefined)
  const chosen = { [early]: taken, [late]: pick(late, taken) } as Record<End, bigint>
  return {
    source: formatAddress(toBytes(chosen.source, family)),
    destination: formatAddress(toBytes(chosen.destination, family)),
  }
}

const SOURCE_NODE = 'node-1'
const DESTINATION_NODE = 'node-2'
const TARGET_NODE = 'node-3'
const NODE_ADDRESSES = { IPv4: ['172.18.0.2', '172.18.0.3'], IPv6: ['fc00:f853::2', 'fc00:f853::3'] } as const
const SERVICE_ADDRESSES = { IPv4: '10.96.10.10', IPv6: 'fd00:10:96::10' } as const
const NODE_PORT = 30_080
const CLIENT_OUTSIDE = 'client outside'

const END_NAMES: Readonly<Record<End, string>> = { source: 'client', destination: 'server' }

export interface MadePod {
  readonly end: ExampleEnd
  readonly namespace: KubernetesObject
  readonly pod: Pod
}

export interface MadeNode {
  readonly end: ExampleEnd
  readonly node: Node
  readonly namespace: KubernetesObject
  readonly pod: Pod
}

export interface Flow {
  readonly port: number
  readonly protocol: Protocol
  readonly addresses: Readonly<Record<End, string>>
}

/** Places with a name of their own are given one to be told apart, not because the name matters. */
const isAnyNamespace = (place: Place, own: Readonly<Record<string, string>>): boolean =>
  place.kind === 'elsewhere' && (place.name !== undefined || own[METADATA_NAME] === undefined)

const nameNamespace = (given: string | undefined, own: Readonly<Record<string, string>>, { named }: Situation): string =>
  given ?? own[METADATA_NAME] ?? another(named)

export const makePod = (chosen: Chosen, end: End, flow: Flow): MadePod => {
  const { situation } = chosen
  const place = situation[end]
  const subject: PolicyPod | undefined = situation.subject?.end === end ? situation.subject.pod : undefined
  const own = labelsOf(chosen, end, 'namespace-label')
  const given = 'name' in place ? place.name : undefined
  const namespace = nameNamespace(given, own, situation)
  const namespaceLabels = { ...own, ...subject?.namespaceLabels, [METADATA_NAME]: namespace }
  const labels = subject?.labels ?? labelsOf(chosen, end, 'pod-label')
  const name = subject?.name ?? END_NAMES[end]
  const ports = end === 'source' ? [] : portsOf(chosen, subject, flow)
  const ip = flow.addresses[end]
  return {
    end: {
      pod: { namespace, name },
      labels,
      namespaceLabels,
      ip,
      anyNamespace: isAnyNamespace(place, own),
    },
    namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: namespaceLabels } },
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
      spec: {
        nodeName: end === 'source' ? SOURCE_NODE : DESTINATION_NODE,
        containers: [{ name, ...program(end, flow), ...(ports.length === 0 ? {} : { ports: [...ports] }) }],
      },
      status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] },
    },
  }
}

/** A node that is the destination, and what answers there. */
export const makeNode = (chosen: Chosen, { port, protocol, addresses }: Flow): MadeNode => {
  const { situation, variables, values } = chosen
  const labels = Object.fromEntries(
    variables.flatMap((variable, index) => {
      const value = variable.kind === 'node-label' ? variable.values[values[index] ?? 0] : undefined
      return variable.kind === 'node-label' && value !== undefined ? [[variable.key, value]] : []
    }),
  )
  const address = addresses.destination
  // Not the client's, which may be either of the two that nobody names.
  const first = another(situation.named)
  const namespace = another([...situation.named, first, another([...situation.named, first])])
  const name = END_NAMES.destination
  return {
    end: { address, nodeLabels: labels },
    node: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: TARGET_NODE, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
      status: { addresses: [{ type: 'InternalIP', address }] },
    },
    namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: {
        nodeName: TARGET_NODE,
        hostNetwork: true,
        containers: [{ name, ...program('destination', { port, protocol, addresses }) }],
      },
      status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
    },
  }
}

/** The names by which the Pod's container knows the port. */
const portsOf = (
  { variables, values }: Chosen,
  subject: PolicyPod | undefined,
  { port, protocol }: Flow,
): readonly ContainerPort[] =>
  subject?.ports ??
  variables.flatMap((variable, index) =>
    variable.kind === 'named-port' && values[index] === 1 && variable.protocol === protocol
      ? [{ name: variable.name, containerPort: port, protocol }]
      : [],
  )

const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.53'

const program = (end: End, { port, protocol }: Flow): { readonly image: string; readonly args: string[] } => ({
  image: IMAGE,
  args: end === 'source' ? ['pause'] : ['netexec', `--${protocol === 'TCP' ? 'http' : protocol.toLowerCase()}-port=${port}`],
})

/** How a client outside reaches a Pod with its own address kept: a node port that stays on the node (S21). */
export const entryTo = (
  { end }: MadePod,
  { port, protocol, addresses }: Flow,
  family: AddressFamily,
): readonly KubernetesObject[] => {
  if (!('pod' in end)) return []
  const { namespace } = end.pod
  const name = 'entry'
  const clusterIP = SERVICE_ADDRESSES[family]
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        type: 'NodePort',
        externalTrafficPolicy: 'Local',
        clusterIP,
        clusterIPs: [clusterIP],
        ipFamilies: [family],
        ports: [{ port, protocol, targetPort: port, nodePort: NODE_PORT }],
      },
    } as KubernetesObject,
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: family,
      endpoints: [{ addresses: [addresses.destination], conditions: { ready: true }, nodeName: DESTINATION_NODE }],
      ports: [{ port, protocol, name: '' }],
    } as KubernetesObject,
  ]
}

export const nodesOf = (family: AddressFamily): readonly KubernetesObject[] =>
  [SOURCE_NODE, DESTINATION_NODE].map(
    (name, index) =>
      ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name },
        status: { addresses: [{ type: 'InternalIP', address: NODE_ADDRESSES[family][index] ?? '' }] },
      }) as KubernetesObject,
  )

interface Asking {
  readonly situation: Situation
  readonly flow: Flow
  readonly source: MadePod | undefined
  readonly destination: MadePod | undefined
  /** On the network of its node, where that is the destination. */
  readonly server: Pod | undefined
  readonly ipBlocksMatchPods: boolean
  readonly equalPriority: EqualPriority
}

export const askingOf = ({
  situation,
  flow,
  source,
  destination,
  server,
  ipBlocksMatchPods,
  equalPriority,
}: Asking): { question: ConnectQuestion; facts: Facts } => {
  const { port, protocol, addresses } = flow
  const whole = situation.family === 'IPv4' ? 32 : 128
  const pod = destination?.pod ?? server
  const from = source?.end !== undefined && 'pod' in source.end ? { pod: source.end.pod } : { outside: addresses.source }
  const question: ConnectQuestion =
    source === undefined
      ? { from, to: { node: DESTINATION_NODE }, port: NODE_PORT, protocol }
      : { from, to: { host: addresses.destination }, port, protocol }
  const listener = {
    container: pod?.metadata.name ?? CLIENT_OUTSIDE,
    program: 'agnhost',
    protocol,
    port,
    address: situation.family === 'IPv4' ? '0.0.0.0' : '::',
  }
  return {
    question,
    facts: {
      cluster: {
        ...DEFAULT_CLUSTER_FACTS,
        // Nothing but these Pods is the cluster's: every other address may be a client's or a server's outside.
        podCidrs: [source, destination].flatMap((made) =>
          made !== undefined && 'ip' in made.end ? [`${made.end.ip}/${whole}`] : [],
        ),
        serviceCidrs: [`${SERVICE_ADDRESSES[situation.family]}/${whole}`],
        ipBlocksMatchPods,
        choices: { equalPriority },
      },
      pods:
        pod === undefined
          ? {}
          : { [`${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`]: { complete: true, listeners: [listener] } },
    },
  }
}

/** What stands at either end of a chosen connection: Pods and a node with the labels, names, addresses and ports that were chosen. */
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import type { ContainerPort, Node, Pod } from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { formatAddress } from '../../address.ts'
import type { NamespacedName, Protocol } from '../../model.ts'
import type { PolicyPod } from '../../policy/match.ts'
import { exampleAddress, isSingleAddress, toBytes, type AddressAtom } from '../atoms.ts'
import { another, hasPod, type End, type Place, type Situation } from '../situation.ts'
import { type Variable } from '../variables.ts'

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

/** Where the client runs. */
export const SOURCE_NODE = 'node-1'
/** Where the server runs. */
export const DESTINATION_NODE = 'node-2'
const TARGET_NODE = 'node-3'

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

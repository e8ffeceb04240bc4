/** The smallest cluster in which a chosen connection can be tried, and how it is asked. */
import type { Pod } from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { AddressFamily } from '../../address.ts'
import type { EqualPriority } from '../../choices.ts'
import { DEFAULT_CLUSTER_FACTS, type Facts } from '../../facts.ts'
import type { ConnectQuestion } from '../../model.ts'
import { DESTINATION_NODE, SOURCE_NODE, type Flow, type MadePod } from './example-ends.ts'
import type { Situation } from '../situation.ts'

const NODE_ADDRESSES = { IPv4: ['172.18.0.2', '172.18.0.3'], IPv6: ['fc00:f853::2', 'fc00:f853::3'] } as const
const SERVICE_ADDRESSES = { IPv4: '10.96.10.10', IPv6: 'fd00:10:96::10' } as const
const NODE_PORT = 30_080
const CLIENT_OUTSIDE = 'client outside'

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

/** Every connection that a small alphabet can tell apart, asked one by one of the evaluator: slow, and right by being plain. */
import type { AnyNetworkPolicy } from '../../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import { familyOf, inBlocks, parseAddress } from '../../../../../src/network/address.ts'
import type { EqualPriority } from '../../../../../src/network/choices.ts'
import { compilePolicies, type CompiledPolicies } from '../../../../../src/network/policy/compile.ts'
import { policiesAllow } from '../../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer, PolicyPod } from '../../../../../src/network/policy/match.ts'

export interface SmallWorld {
  readonly key: string
  /** With one that no policy mentions. */
  readonly values: readonly string[]
  /** With one in which no policy lives. */
  readonly namespaces: readonly string[]
  readonly addresses: readonly string[]
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' | 'SCTP' }[]
  readonly portName: string
  /** Of Pods; `addresses` where absent. */
  readonly podAddresses?: readonly string[]
  /** Of nodes, which are destinations; none where absent. */
  readonly nodeAddresses?: readonly string[]
}

export interface Flow {
  readonly source: PolicyPeer
  readonly destination: PolicyPeer
  readonly port: number
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
}

const allows = (policies: CompiledPolicies, { source, destination, port, protocol }: Flow, options: BruteOptions): boolean =>
  (source.pod === undefined ||
    policiesAllow(policies, { direction: 'egress', pod: source.pod, peer: destination, port, protocol }, options)) &&
  (destination.pod === undefined ||
    policiesAllow(policies, { direction: 'ingress', pod: destination.pod, peer: source, port, protocol }, options))

const BLOCK = /"(?<block>[\da-f.:]+\/\d+)"/gu

/** The same world, with one address of each family for all that lie in the same of the policies' blocks: none can tell those apart. */
export function narrow(world: SmallWorld, policies: readonly AnyNetworkPolicy[]): SmallWorld {
  const blocks = [...JSON.stringify(policies).matchAll(BLOCK)].map(({ groups }) => groups?.['block'] ?? '')
  const tell = (address: string): string =>
    [familyOf(address), ...blocks.filter((block) => inBlocks([block], address))].join(' ')
  const narrowed = (addresses: readonly string[]): readonly string[] => [
    ...new Map(addresses.map((address) => [tell(address), address])).values(),
  ]
  return {
    ...world,
    addresses: narrowed(world.addresses),
    ...(world.podAddresses && { podAddresses: narrowed(world.podAddresses) }),
    ...(world.nodeAddresses && { nodeAddresses: narrowed(world.nodeAddresses) }),
  }
}

interface BruteOptions {
  readonly ipBlocksMatchPods: boolean
  readonly equalPriority?: EqualPriority
}

/** All labels of one key: absent, or one of the values. */
const labelings = ({ key, values }: SmallWorld): readonly Record<string, string>[] => [
  {},
  ...values.map((value) => ({ [key]: value })),
]

/** Both ends of every connection; Pods of one namespace share its labels. */
function* ends(world: SmallWorld): Generator<readonly [source: PolicyPeer, destination: PolicyPeer]> {
  const outside = world.addresses.map((ip): PolicyPeer => ({ ip, bytes: parseAddress(ip) ?? [] }))
  const nodes = (world.nodeAddresses ?? []).flatMap((ip) =>
    labelings(world).map((nodeLabels): PolicyPeer => ({ ip, bytes: parseAddress(ip) ?? [], nodeLabels })),
  )
  const podsOf = (namespace: string, namespaceLabels: Record<string, string>, portNames: boolean): readonly PolicyPeer[] =>
    labelings(world).flatMap((labels) =>
      (world.podAddresses ?? world.addresses).map((ip) => ({
        ip,
        bytes: parseAddress(ip) ?? [],
        pod: {
          namespace,
          name: 'pod',
          labels,
          namespaceLabels: { ...namespaceLabels, 'kubernetes.io/metadata.name': namespace },
          ports: portNames ? [{ name: world.portName, containerPort: ANY_PORT }] : [],
        } satisfies PolicyPod,
      })),
    )
  for (const namespace of world.namespaces)
    for (const labels of labelings(world))
      for (const portNames of [false, true]) {
        const pods = podsOf(namespace, labels, portNames)
        if (!portNames) for (const source of pods) for (const destination of [...outside, ...nodes]) yield [source, destination]
        for (const destination of pods) for (const source of outside) yield [source, destination]
        for (const other of world.namespaces)
          for (const otherLabels of other === namespace ? [labels] : labelings(world))
            for (const source of podsOf(other, otherLabels, false)) for (const destination of pods) yield [source, destination]
      }
}

/** Stands for the port of whichever connection is asked about: what else a name is bound to is no matter of its. */
const ANY_PORT = 0

const bind = (peer: PolicyPeer, containerPort: number, protocol: Flow['protocol']): PolicyPeer =>
  peer.pod === undefined || peer.pod.ports.length === 0
    ? peer
    : { ...peer, pod: { ...peer.pod, ports: peer.pod.ports.map((port) => ({ ...port, containerPort, protocol })) } }

/** The first connection that the two decide differently. */
export const firstDifference = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  world: SmallWorld,
): Flow | undefined => {
  for (const { flow } of differences(a, b, world, { ipBlocksMatchPods: true })) return flow
  return undefined
}

/** Which side allows what the other denies: `ab` where each does; empty where they allow the same. */
export const shapeOfDifferences = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  world: SmallWorld,
  options: BruteOptions,
): '' | 'a' | 'b' | 'ab' => {
  let found: '' | 'a' | 'b' = ''
  for (const { allowedBy } of differences(a, b, world, options)) {
    if (found !== '' && found !== allowedBy) return 'ab'
    found = allowedBy
  }
  return found
}

function* differences(
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  world: SmallWorld,
  options: BruteOptions,
): Generator<{ readonly flow: Flow; readonly allowedBy: 'a' | 'b' }> {
  const sides = [compilePolicies(a), compilePolicies(b)] as const
  for (const [source, destination] of ends(world)) {
    if (source.bytes.length !== destination.bytes.length) continue
    for (const { port, protocol } of world.ports) {
      const flow = { source, destination: bind(destination, port, protocol), port, protocol }
      const [inA, inB] = [allows(sides[0], flow, options), allows(sides[1], flow, options)]
      if (inA !== inB) yield { flow, allowedBy: inA ? 'a' : 'b' }
    }
  }
}

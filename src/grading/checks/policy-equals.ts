/**
 * `policy-equals: { file, selecting?: namespace/name }`: the NetworkPolicies allow to and from that Pod what those of the file
 * allow. Compared with all Pods there are and with such as the rules of either side tell apart.
 */
import type { NetworkPolicy, Pod } from '../../kubernetes/generated/types.ts'
import { isNetworkPolicy, isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Packet, PolicyHop, Snapshot } from '../../network/model.ts'
import { policyHop } from '../../network/policy/policy-hop.ts'
import { addressesOfPod, indexSnapshot, isPodUp, nameOf, type NetworkState } from '../../network/state.ts'
import type { CheckOutcome, PolicyDifference } from '../failure.ts'
import { words } from '../words.ts'
import type { Check, CheckContext } from './check.ts'
import { missingObject } from './find-object.ts'
import { policiesOf, portsToCompare, withClients, type PortOfProtocol } from './policy-universe.ts'
import { namespacedName, onlyFields, requiredText } from './read-spec.ts'
import type { PolicyEqualsSpec } from './specs.ts'

interface Pair {
  readonly mine: NetworkState
  readonly wanted: NetworkState
}

const replacePolicies = (snapshot: Snapshot, policies: readonly NetworkPolicy[]): Snapshot => ({
  ...snapshot,
  objects: [...snapshot.objects.filter((object) => !isNetworkPolicy(object)), ...policies],
})

const inNamespace = (policies: readonly KubernetesObject[]): readonly NetworkPolicy[] =>
  policies.filter(isNetworkPolicy).map((policy) => ({
    ...policy,
    metadata: { ...policy.metadata, namespace: policy.metadata.namespace ?? 'default' },
  }))

const isAllowed = ({ decision }: PolicyHop): boolean => decision !== 'denied'

/** The first connection that the two sides decide differently; for a Pod that is asked by and asks each other Pod. */
const findDifference = (pair: Pair, pod: Pod, ports: readonly PortOfProtocol[]): PolicyDifference | undefined => {
  const [ip] = addressesOfPod(pod)
  if (ip === undefined) return undefined
  for (const other of [...pair.mine.pods.values()].filter((one) => isPodUp(one) && one !== pod)) {
    const [otherIp] = addressesOfPod(other)
    if (otherIp === undefined) continue
    for (const port of ports)
      for (const direction of ['ingress', 'egress'] as const) {
        const [sourceIp, destinationIp] = direction === 'ingress' ? [otherIp, ip] : [ip, otherIp]
        const packet: Packet = { sourceIp, destinationIp, destinationPort: port.port, protocol: port.protocol }
        const step = { direction, pod, other, packet }
        const hop = policyHop(pair.mine, step)
        if (isAllowed(hop) === isAllowed(policyHop(pair.wanted, step))) continue
        const { namespace, name } = nameOf(other)
        return {
          kind: 'policy-differs',
          pod: nameOf(pod),
          peer: `${namespace}/${name}`,
          ...port,
          direction,
          allowed: isAllowed(hop),
          hop,
        }
      }
  }
  return undefined
}

const selectedPods = (snapshot: Snapshot, { selecting }: PolicyEqualsSpec, { task }: CheckContext): readonly Pod[] =>
  snapshot.objects
    .filter(isPod)
    .filter(({ metadata }) =>
      selecting === undefined
        ? task.namespaces.includes(metadata.namespace ?? '')
        : metadata.namespace === selecting.namespace && metadata.name === selecting.name,
    )

const describe = (difference: PolicyDifference): string => {
  const { pod, peer, port, protocol, direction } = difference
  const name = `${pod.namespace}/${pod.name}`
  return direction === 'ingress' ? `${peer} → ${name}:${port}/${protocol}` : `${name} → ${peer}:${port}/${protocol}`
}

export const policyEquals: Check<PolicyEqualsSpec> = {
  kind: 'policy-equals',
  read: (reader) => {
    onlyFields(reader, ['file', 'selecting'])
    const selecting = namespacedName(reader, 'selecting')
    return { kind: 'policy-equals', file: requiredText(reader, 'file'), ...(selecting === undefined ? {} : { selecting }) }
  },
  run: (spec, context): CheckOutcome => {
    const { snapshot, task } = context
    const pods = selectedPods(snapshot, spec, context)
    if (spec.selecting !== undefined && pods.length === 0) return missingObject({ kind: 'Pod', ...spec.selecting })
    const wantedPolicies = inNamespace(task.references[spec.file] ?? [])
    const policies = [...policiesOf(snapshot.objects), ...wantedPolicies]
    const namespace = spec.selecting?.namespace ?? task.namespaces[0] ?? 'default'
    const mine = withClients(snapshot, policies, namespace)
    const pair = { mine: indexSnapshot(mine), wanted: indexSnapshot(replacePolicies(mine, wantedPolicies)) }
    const ports = portsToCompare(snapshot, policies)
    for (const pod of pods) {
      const difference = findDifference(pair, pod, ports)
      if (difference === undefined) continue
      const connection = describe(difference)
      const allowed = words(`${connection}   allowed`, `${connection}   허용`)
      const denied = words(`${connection}   denied`, `${connection}   거부`)
      return {
        passed: false,
        expected: difference.allowed ? denied : allowed,
        actual: difference.allowed ? allowed : denied,
        finding: difference,
        walk: { hops: [difference.hop] },
        ...(difference.allowed ? { shouldStopAt: 0 } : {}),
      }
    }
    return { passed: true }
  },
}

/** Who the task says may connect to a Pod, as rules of a policy. */
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { matchesMap, METADATA_NAME } from '../../../kubernetes/labels.ts'
import type { NamespacedName } from '../../../network/model.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { ConnectionSpec, FromSpec, HttpSpec, Labels } from '../../checks/specs.ts'
import type { Failure } from '../../failure.ts'
import { findPod, policyHopOf } from '../evidence.ts'

/** A Pod by its namespace's labels, its own, or both; never neither. */
export interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Labels }
  readonly podSelector?: { readonly matchLabels: Labels }
}

export interface WantedRule {
  readonly from: readonly Peer[]
  readonly ports: readonly { readonly protocol: string; readonly port: number | string }[]
}

/** Labels that tell a namespace: those that somebody gave it, else its own name. */
export const labelsOfNamespace = ({ snapshot }: Pick<Failure, 'snapshot'>, name: string): Labels => {
  const labels = indexSnapshot(snapshot).namespaces.get(name) ?? {}
  const own = Object.entries(labels).filter(([key]) => key !== METADATA_NAME)
  return own.length === 0 ? { [METADATA_NAME]: name } : Object.fromEntries(own)
}

/**
 * The wish of the task's `connects` and `http` checks for this Pod, from the broadest: clients by their namespaces, then by their
 * own labels too. Empty where the task wishes nothing for it, or only what no selector can say.
 */
export const wantedRules = (failure: Failure, name: NamespacedName): readonly WantedRule[] => {
  const pod = findPod(failure.snapshot, name)
  const specs = failure.task.checks.flatMap(({ spec }) => (pod !== undefined && leadsTo(failure, spec, pod) ? [spec] : []))
  const wishes = specs.filter((spec) => spec.kind === 'connects' || spec.kind === 'http')
  const clients = wishes.flatMap(({ from }) => from)
  const ports = portsOf(failure, wishes)
  const broad = unique(clients.flatMap((client) => byNamespace(failure, client)))
  const narrow = unique(clients.flatMap((client) => byLabels(failure, client, name.namespace)))
  const rules = [broad, narrow].filter((from) => from.length > 0).map((from) => ({ from, ports }))
  return unique(rules)
}

/** The broadest of them. */
export const wantedRule = (failure: Failure, pod: NamespacedName): WantedRule | undefined => wantedRules(failure, pod)[0]

const unique = <Item>(items: readonly Item[]): readonly Item[] =>
  items.filter((item, index) => items.findIndex((other) => isEqual(item, other)) === index)

const isNamed = ({ metadata }: Pod, { namespace, name }: NamespacedName): boolean =>
  metadata.namespace === namespace && metadata.name === name

const isBehind = ({ snapshot }: Failure, pod: Pod, { namespace, name }: NamespacedName): boolean =>
  snapshot.objects
    .filter(isService)
    .some(
      ({ metadata, spec }) =>
        metadata.name === name &&
        metadata.namespace === namespace &&
        pod.metadata.namespace === namespace &&
        Object.keys(spec?.selector ?? {}).length > 0 &&
        matchesMap(spec?.selector ?? {}, pod.metadata.labels ?? {}),
    )

type Spec = Failure['task']['checks'][number]['spec']

const leadsTo = (failure: Failure, spec: Spec, pod: Pod): spec is ConnectionSpec | HttpSpec => {
  if (spec.kind === 'connects') {
    const { to } = spec.target
    return 'pod' in to ? isNamed(pod, to.pod) : 'service' in to && isBehind(failure, pod, to.service)
  }
  if (spec.kind !== 'http') return false
  if (spec.backend !== undefined) return isNamed(pod, spec.backend) || isBehind(failure, pod, spec.backend)
  const [name = '', namespace = 'default'] = (/\/\/([^:/]+)/u.exec(spec.url)?.[1] ?? '').split('.')
  return isBehind(failure, pod, { namespace, name })
}

/** Policies see the Pod's port: that of the packet, where one has come so far. */
const portsOf = (failure: Failure, specs: readonly (ConnectionSpec | HttpSpec)[]): WantedRule['ports'] => {
  const packet = policyHopOf(failure)?.before
  const [spec] = specs
  const asked = unique(
    specs.flatMap((one) => (one.kind === 'http' ? [] : [{ protocol: one.target.protocol, port: one.target.port }])),
  )
  if (specs.every((one) => one.kind === 'connects' && 'pod' in one.target.to) && asked.length > 0) return asked
  if (packet !== undefined) return [{ protocol: packet.protocol, port: packet.destinationPort }]
  return spec?.kind === 'connects' ? asked : [{ protocol: 'TCP', port: 80 }]
}

const byNamespace = (failure: Failure, client: FromSpec): readonly Peer[] => {
  if ('namespaceLabels' in client) return [{ namespaceSelector: { matchLabels: client.namespaceLabels } }]
  const namespace = 'pod' in client ? client.pod.namespace : 'namespace' in client ? client.namespace : undefined
  return namespace === undefined ? [] : [{ namespaceSelector: { matchLabels: labelsOfNamespace(failure, namespace) } }]
}

const byLabels = (failure: Failure, client: FromSpec, here: string): readonly Peer[] => {
  const [namespace] = byNamespace(failure, client)
  const labels =
    'pod' in client
      ? findPod(failure.snapshot, client.pod)?.metadata.labels
      : 'podLabels' in client
        ? client.podLabels
        : undefined
  if (namespace === undefined || labels === undefined || Object.keys(labels).length === 0)
    return namespace === undefined ? [] : [namespace]
  const isHere = ('pod' in client ? client.pod.namespace : 'namespace' in client ? client.namespace : undefined) === here
  return [{ ...(isHere ? {} : namespace), podSelector: { matchLabels: labels } }]
}

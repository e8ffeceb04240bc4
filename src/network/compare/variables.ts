/** What policies may ask about a connection in one situation, with every answer that makes a difference. */
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { Protocol } from '../model.ts'
import { blocksOfRules, type CompiledRule, type Direction } from '../policy/compile.ts'
import type { CompiledSelector } from '../policy/selector.ts'
import { addressAtoms, portAtoms, rangesOfRule, type AddressAtom, type PortAtom } from './atoms.ts'
import {
  another,
  blocksOf,
  clusterPoliciesOn,
  hasPod,
  policiesOn,
  rulesOf,
  rulesOn,
  type End,
  type Place,
  type Situation,
  type SituationOptions,
} from './situation.ts'

/** What a policy may ask about a connection, with every answer that makes a difference. Undefined stands for a label that is absent. */
export type Variable =
  | { readonly kind: 'pod-label'; readonly end: End; readonly key: string; readonly values: readonly (string | undefined)[] }
  | {
      readonly kind: 'namespace-label'
      readonly ends: readonly End[]
      readonly key: string
      readonly values: readonly (string | undefined)[]
    }
  /** Of the node that is the destination. */
  | { readonly kind: 'node-label'; readonly key: string; readonly values: readonly (string | undefined)[] }
  | { readonly kind: 'address'; readonly end: End; readonly atoms: readonly AddressAtom[] }
  | { readonly kind: 'port'; readonly atoms: readonly PortAtom[] }
  /** Whether the destination has that name for the port of the connection: 0 no, 1 yes. */
  | { readonly kind: 'named-port'; readonly name: string; readonly protocol: Protocol }

export const sizeOf = (variable: Variable): number => {
  switch (variable.kind) {
    case 'pod-label':
    case 'namespace-label':
    case 'node-label':
      return variable.values.length
    case 'address':
    case 'port':
      return variable.atoms.length
    case 'named-port':
      return 2
  }
}

/** The variables of a situation, the most asked first: labels of the destination, of the source, of namespaces, addresses, ports. */
export const variablesOf = (situation: Situation, options: SituationOptions): readonly Variable[] => [
  ...podLabels(situation, 'destination'),
  ...podLabels(situation, 'source'),
  ...namespaceLabels(situation),
  ...nodeLabels(situation),
  ...addresses(situation, options),
  ...ports(situation),
]

/** The selectors of a rule's peers. */
export const peerSelectors = (
  rules: readonly CompiledRule[],
  field: 'podSelector' | 'namespaceSelector',
): readonly CompiledSelector[] =>
  rules.flatMap(({ peers = [] }) =>
    peers.flatMap((peer) => {
      const selector = peer.kind === 'pods' ? peer[field] : undefined
      return selector === undefined ? [] : [selector]
    }),
  )

/** The rules whose peers are this end. */
const rulesAbout = (situation: Situation, end: End): readonly CompiledRule[] =>
  rulesOn(situation, end === 'source' ? 'ingress' : 'egress')

/** In which an end's own policies are asked. */
const directionOf = (end: End): Direction => (end === 'source' ? 'egress' : 'ingress')

const podLabels = (situation: Situation, end: End): readonly Variable[] => {
  if (!hasPod(situation[end])) return []
  const direction = directionOf(end)
  const own = [
    ...policiesOn(situation, direction).map(({ selector }) => selector),
    ...clusterPoliciesOn(situation, direction).map(({ subject }) => subject.pods),
  ]
  const given = situation.subject?.end === end ? situation.subject.pod.labels : undefined
  return [...mentioned([...own, ...peerSelectors(rulesAbout(situation, end), 'podSelector')])].map(([key, values]) => ({
    kind: 'pod-label' as const,
    end,
    key,
    values: given === undefined ? allValues(values) : [given[key]],
  }))
}

const namespaceLabels = (situation: Situation): readonly Variable[] => {
  const { source, destination } = situation
  const isShared = 'name' in source && 'name' in destination && source.name === destination.name
  const groups: readonly (readonly End[])[] = isShared ? [['source', 'destination']] : [['source'], ['destination']]
  return groups.flatMap((ends) => {
    const [end = 'source'] = ends
    const place = situation[end]
    if (!hasPod(place)) return []
    const selectors = ends.flatMap((one) => [
      ...peerSelectors(rulesAbout(situation, one), 'namespaceSelector'),
      ...clusterPoliciesOn(situation, directionOf(one)).map(({ subject }) => subject.namespaces),
    ])
    const given = ends.some((one) => situation.subject?.end === one) ? situation.subject?.pod.namespaceLabels : undefined
    return [...mentioned(selectors)].map(([key, values]) => ({
      kind: 'namespace-label' as const,
      ends,
      key,
      values:
        key === METADATA_NAME ? namesOf(situation, place, values) : given === undefined ? allValues(values) : [given[key]],
    }))
  })
}

const nodeLabels = (situation: Situation): readonly Variable[] => {
  if (situation.destination.kind !== 'node') return []
  const selectors = rulesAbout(situation, 'destination').flatMap(({ peers = [] }) =>
    peers.flatMap((peer) => (peer.kind === 'nodes' ? [peer.selector] : [])),
  )
  return [...mentioned(selectors)].map(([key, values]) => ({ kind: 'node-label' as const, key, values: allValues(values) }))
}

/** Names that a namespace may have; the server labels each with its own. */
const namesOf = (situation: Situation, place: Place, values: ReadonlySet<string>): readonly string[] => {
  const given = 'name' in place ? place.name : undefined
  if (given !== undefined) return [given]
  const free = [...values].filter((name) => !situation.named.includes(name))
  return [...free, another([...values, ...situation.named])]
}

/** Values by key, keys in the order of their first mention. */
const mentioned = (selectors: readonly CompiledSelector[]): ReadonlyMap<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { key, values } of selectors.flat()) {
    const known = found.get(key)
    if (known === undefined) found.set(key, new Set(values))
    else for (const value of values) known.add(value)
  }
  return found
}

const allValues = (values: ReadonlySet<string>): readonly (string | undefined)[] => [undefined, ...values, another([...values])]

const addresses = (situation: Situation, { ipBlocksMatchPods }: SituationOptions): readonly Variable[] => {
  if (blocksOf(situation).length === 0) return []
  const { family } = situation
  const atoms = addressAtoms(
    rulesOf(situation).map((rule) => rangesOfRule(rule, family)),
    family,
  )
  return (['source', 'destination'] as const)
    .filter((end) => !hasPod(situation[end]) || ipBlocksMatchPods || (end === 'destination' && hasNetworks(situation)))
    .map((end) => ({ kind: 'address' as const, end, atoms }))
}

/** Networks of ClusterNetworkPolicies hold Pods in any case. */
const hasNetworks = (situation: Situation): boolean =>
  clusterPoliciesOn(situation, 'egress').some(({ rules }) => blocksOfRules(rules.egress).length > 0)

const ports = (situation: Situation): readonly Variable[] => {
  const asked = rulesOf(situation).flatMap(({ ports: some = [] }) => some)
  const { subject, destination } = situation
  const given = subject?.end === 'destination' ? subject.pod.ports : undefined
  const names = new Map(
    asked.flatMap(({ port, protocol }) =>
      typeof port === 'string' ? [[`${protocol} ${port}`, { kind: 'named-port' as const, name: port, protocol }]] : [],
    ),
  )
  const isFree = given === undefined && hasPod(destination)
  return [
    {
      kind: 'port',
      atoms: portAtoms(
        asked,
        (given ?? []).map(({ containerPort }) => containerPort),
      ),
    },
    ...(isFree ? names.values() : []),
  ]
}

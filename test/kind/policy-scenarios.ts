/** NetworkPolicies drawn from a seed: each selects a Pod of its own, so that all can be in place at once. */
import type { Random } from '../../src/cluster/environment.ts'
import { ASKING, connection, FAR, IDLE, NEAR, pod, podAt, serviceAt, type Manifest, type Scenario } from './scenario.ts'

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[random.below(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

type Part = Readonly<Record<string, unknown>>

/** Selectors that fit some of those who ask, all, or none. */
const PEERS: readonly Part[] = [
  { podSelector: {} },
  { podSelector: { matchLabels: { role: 'client' } } },
  { podSelector: { matchLabels: { role: 'nobody' } } },
  { podSelector: { matchExpressions: [{ key: 'role', operator: 'DoesNotExist' }] } },
  { namespaceSelector: {} },
  { namespaceSelector: { matchLabels: { team: 'near' } } },
  { namespaceSelector: { matchLabels: { team: 'far' } } },
  { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['near'] }] } },
  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': FAR } } },
  { namespaceSelector: { matchLabels: { team: 'far' } }, podSelector: { matchLabels: { role: 'client' } } },
  { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'role', operator: 'In', values: ['client', 'other'] }] } },
  { ipBlock: { cidr: '0.0.0.0/0' } },
  { ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } },
  { ipBlock: { cidr: '192.0.2.0/24' } },
]

const PORTS: readonly Part[] = [
  { port: 80 },
  { port: 80, protocol: 'TCP' },
  { port: 8080 },
  { port: 'http' },
  { port: 'alt', protocol: 'TCP' },
  { port: 'nothing' },
  { port: 80, protocol: 'UDP' },
  { port: 1, endPort: 100 },
  { port: 8000, endPort: 9000 },
  { protocol: 'TCP' },
]

const drawList = (random: Random, items: readonly Part[], key: string): Part => {
  const count = pick(random, [0, 1, 1, 1, 2])
  // Without the field everybody fits; that is another thing than an empty list only in how it looks.
  if (count === 0) return pick(random, [{}, { [key]: [] }])
  return { [key]: Array.from({ length: count }, () => pick(random, items)) }
}

const drawRules = (random: Random, peers: 'from' | 'to'): readonly Part[] =>
  Array.from({ length: pick(random, [0, 1, 1, 2]) }, () => ({
    ...drawList(random, PEERS, peers),
    ...drawList(random, PORTS, 'ports'),
  }))

interface Policy {
  readonly name: string
  readonly app: string
  readonly spec: Part
}

const policy = ({ name, app, spec }: Policy): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace: NEAR, name },
  spec: { podSelector: { matchLabels: { app } }, ...spec },
})

/** Types are said, left to the rules, or say one direction though there are rules of both. */
const drawTypes = (random: Random, own: 'Ingress' | 'Egress'): Part =>
  pick(random, [{}, { policyTypes: [own] }, { policyTypes: ['Ingress', 'Egress'] }])

const ingressScenario = (random: Random, index: number): Scenario => {
  const app = `server-${index}`
  const policies = Array.from({ length: pick(random, [1, 1, 1, 2]) }, (_, at) =>
    policy({ name: `${app}-${at}`, app, spec: { ...drawTypes(random, 'Ingress'), ingress: drawRules(random, 'from') } }),
  )
  return {
    name: `ingress ${index}`,
    objects: [pod(NEAR, app), ...policies],
    asked: ASKING.flatMap((from) => [80, 8080].map((port) => connection(from, podAt(NEAR, app), port))),
  }
}

const TARGETS = [podAt(NEAR, 'web'), podAt(FAR, 'web'), serviceAt('web')] as const

const egressScenario = (random: Random, index: number): Scenario => {
  const app = `caller-${index}`
  const spec = { ...drawTypes(random, 'Egress'), egress: drawRules(random, 'to') }
  return {
    name: `egress ${index}`,
    objects: [pod(NEAR, app, { script: IDLE }), policy({ name: app, app, spec })],
    asked: TARGETS.flatMap((to) => [80, 8080].map((port) => connection(podAt(NEAR, app), to, port))),
  }
}

/** `count` of each direction. */
export const drawPolicyScenarios = (random: Random, count: number): readonly Scenario[] =>
  Array.from({ length: count }, (_, index) => [ingressScenario(random, index), egressScenario(random, index)]).flat()

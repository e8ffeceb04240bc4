/** What holds for every cluster, asked of random ones over a small alphabet. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NetworkPolicy, Pod, Service } from '../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { connect } from '../../../src/network/connect.ts'
import type { ConnectOutcome, ConnectQuestion, Destination, Snapshot, Source } from '../../../src/network/model.ts'
import { clusterOf } from '../../cases/read-case.ts'
import { labelsOver, policyOver } from './policy/arbitraries.ts'

const alphabet = { keys: ['a', 'b'], values: ['x', 'y'] }
const NAMESPACES = ['one', 'two'] as const
const labels = labelsOver(alphabet)

const namespace = (name: string, own: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: own },
})

const pod: fc.Arbitrary<Omit<Pod, 'metadata'> & { metadata: { namespace: string; labels: Record<string, string> } }> =
  fc.record({
    apiVersion: fc.constant('v1' as const),
    kind: fc.constant('Pod' as const),
    metadata: fc.record({ namespace: fc.constantFrom(...NAMESPACES), labels }),
    spec: fc.record({
      nodeName: fc.constantFrom('node-1', 'node-2'),
      hostNetwork: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      containers: fc.constantFrom(
        [{ name: 'main', ports: [{ containerPort: 80, name: 'http' }] }],
        [{ name: 'main', ports: [{ containerPort: 81, name: 'http' }] }],
        [{ name: 'main' }],
      ),
    }),
    status: fc.constantFrom<object>({}, {}, {}, { conditions: [{ type: 'Ready', status: 'False' }] }, { phase: 'Failed' }),
  })

const service: fc.Arbitrary<Service> = fc.record({
  apiVersion: fc.constant('v1' as const),
  kind: fc.constant('Service' as const),
  metadata: fc.record({ namespace: fc.constantFrom(...NAMESPACES) }),
  spec: fc.record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    selector: labels,
    internalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
    externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
    publishNotReadyAddresses: fc.boolean(),
    ports: fc.constantFrom([{ port: 80 }], [{ port: 80, targetPort: 'http' }], [{ port: 80, targetPort: 81 }]),
  }),
})

interface World {
  readonly spaces: readonly KubernetesObject[]
  readonly pods: readonly Pod[]
  readonly services: readonly Service[]
  readonly policies: readonly NetworkPolicy[]
}

const named = <Kind extends KubernetesObject>(objects: readonly Kind[], prefix: string): readonly Kind[] =>
  objects.map((object, index) => ({ ...object, metadata: { ...object.metadata, name: `${prefix}-${index}` } }))

/** Names and node ports are given in turn, so that no two objects claim the same. */
const world: fc.Arbitrary<World> = fc
  .record({
    one: labels,
    two: labels,
    pods: fc.array(pod, { minLength: 2, maxLength: 5 }),
    services: fc.array(service, { minLength: 1, maxLength: 3 }),
    policies: fc.array(policyOver(alphabet), { maxLength: 4 }),
  })
  .map(({ one, two, pods, services, policies }) => ({
    spaces: [namespace('one', one), namespace('two', two)],
    pods: named(pods as unknown as readonly Pod[], 'pod').map((made, index) => withAddress(made, index)),
    services: named(services, 'service').map(withPorts),
    policies: named(policies, 'policy'),
  }))

/** Written down, so that it stays where objects change their order. */
const withAddress = (made: Pod, index: number): Pod =>
  made.spec?.hostNetwork === true
    ? made
    : { ...made, status: { podIP: `10.244.${made.spec?.nodeName === 'node-1' ? 1 : 2}.${index + 10}`, ...made.status } }

const withPorts = (made: Service, index: number): Service => {
  const { spec = {} } = made
  const ports = (spec.ports ?? []).map((port) => (spec.type === 'ClusterIP' ? port : { ...port, nodePort: 30080 + index }))
  const status = spec.type === 'LoadBalancer' ? { loadBalancer: { ingress: [{ ip: `192.0.2.${index + 10}` }] } } : {}
  return { ...made, spec: { ...spec, ports, clusterIP: `10.96.0.${index + 50}` }, status }
}

const snapshotOf = (...objects: readonly KubernetesObject[]): Snapshot =>
  clusterOf(objects.map((object) => JSON.stringify(object)).join('\n---\n'))
const objectsOf = ({ spaces, pods, services, policies }: World): readonly KubernetesObject[] => [
  ...spaces,
  ...pods,
  ...services,
  ...policies,
]

const nameOf = ({ metadata }: KubernetesObject): { namespace: string; name: string } => ({
  namespace: metadata.namespace ?? 'default',
  name: metadata.name ?? '',
})

/** Every Pod, a node and a client outside ask every Pod, Service, node port and balancer. */
const questionsOf = ({ pods, services }: World): readonly ConnectQuestion[] => {
  const sources: readonly Source[] = [
    ...pods.map((one) => ({ pod: nameOf(one) })),
    { node: 'node-1' },
    { outside: '203.0.113.9' },
  ]
  const doors: readonly (readonly [Destination, number])[] = [
    ...pods.map((one) => [{ pod: nameOf(one) }, 80] as const),
    ...services.flatMap((one, index) => [
      [{ service: nameOf(one) }, 80] as const,
      [{ node: 'node-2' }, 30080 + index] as const,
      [{ host: `192.0.2.${index + 10}` }, 80] as const,
    ]),
  ]
  return sources.flatMap((from) => doors.map(([to, port]) => ({ from, to, port })))
}

const inShort = ({ verdict, probability, endpoint, sourceIpSeen }: ConnectOutcome): string =>
  `${verdict} ${probability.toFixed(6)} ${endpoint?.ip ?? ''}:${endpoint?.port ?? ''} ${sourceIpSeen ?? ''}`

/** All answers; outcomes of one question in no order. */
const answers = (snapshot: Snapshot, questions: readonly ConnectQuestion[]): readonly (readonly string[])[] =>
  questions.map((question) => connect(snapshot, question).outcomes.map(inShort).sort())

const RUNS = { numRuns: 60 }

/** Renames keys and values of labels wherever they stand. */
const rename = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rename)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => renameField(key, inner)))
}
const TURNED: Readonly<Record<string, string>> = { a: 'b', b: 'a', x: 'z', y: 'x' }
const turn = (text: string): string => TURNED[text] ?? text
const renameField = (key: string, value: unknown): readonly [string, unknown] => {
  if (['labels', 'matchLabels', 'selector'].includes(key))
    return [key, Object.fromEntries(Object.entries(value as Record<string, string>).map(([k, v]) => [turn(k), turn(v)]))]
  if (key === 'matchExpressions') {
    const list = value as readonly { readonly key: string; readonly values?: readonly string[] }[]
    return [key, list.map((one) => ({ ...one, key: turn(one.key), ...(one.values && { values: one.values.map(turn) }) }))]
  }
  return [key, rename(value)]
}

describe('what holds for every cluster', () => {
  it('S30: the probabilities of an answer add up to 1, and each is more than nothing', () => {
    fc.assert(
      fc.property(world, (made) => {
        const snapshot = snapshotOf(...objectsOf(made))
        for (const question of questionsOf(made)) {
          const { outcomes } = connect(snapshot, question)
          expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
          for (const { probability } of outcomes) expect(probability).toBeGreaterThan(0)
        }
      }),
      RUNS,
    )
  })

  it('the order of objects does not matter', () => {
    fc.assert(
      fc.property(world, (made) => {
        const [objects, questions] = [objectsOf(made), questionsOf(made)]
        expect(answers(snapshotOf(...objects.toReversed()), questions)).toEqual(answers(snapshotOf(...objects), questions))
      }),
      RUNS,
    )
  })

  it('N30 S8: Pods, Services and policies of another namespace change nothing', () => {
    fc.assert(
      fc.property(world, labels, pod, policyOver(alphabet), (made, own, stranger, policy) => {
        const elsewhere = { namespace: 'elsewhere', name: 'stranger' }
        const more: readonly KubernetesObject[] = [
          namespace('elsewhere', own),
          // On a node of its own: who shares a node's network shares its ports.
          {
            ...(stranger as unknown as Pod),
            metadata: { ...stranger.metadata, ...elsewhere },
            spec: { containers: [], ...stranger.spec, hostNetwork: false },
            status: { podIP: '10.244.1.99' },
          } as Pod,
          { ...policy, metadata: elsewhere },
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: elsewhere,
            spec: { clusterIP: '10.96.0.99', selector: {}, ports: [{ port: 80 }] },
          } as Service,
        ]
        const questions = questionsOf(made)
        const before = answers(snapshotOf(...objectsOf(made)), questions)
        expect(answers(snapshotOf(...objectsOf(made), ...more), questions)).toEqual(before)
      }),
      RUNS,
    )
  })

  it('N15: labels mean nothing by themselves: renamed everywhere, they give the same answers', () => {
    fc.assert(
      fc.property(world, (made) => {
        const [objects, questions] = [objectsOf(made), questionsOf(made)]
        const renamed = objects.map((object) => rename(object) as KubernetesObject)
        expect(answers(snapshotOf(...renamed), questions)).toEqual(answers(snapshotOf(...objects), questions))
      }),
      RUNS,
    )
  })

  it('N3: a rule more in a policy that isolates that direction takes no connection away', () => {
    fc.assert(
      fc.property(world, policyOver(alphabet), (made, other) => {
        const widened = made.policies.map((policy) => ({
          ...policy,
          spec: {
            policyTypes: ['Ingress', ...((policy.spec?.egress ?? []).length > 0 ? ['Egress'] : [])],
            ...policy.spec,
            ingress: [...(policy.spec?.ingress ?? []), ...(other.spec?.ingress ?? [])],
            egress: [...(policy.spec?.egress ?? []), ...(other.spec?.egress ?? [])],
          },
        })) as unknown as readonly NetworkPolicy[]
        const before = snapshotOf(...objectsOf(made))
        const after = snapshotOf(...objectsOf({ ...made, policies: widened }))
        for (const question of questionsOf(made)) {
          const [was, is] = [before, after].map((snapshot) =>
            connect(snapshot, question).outcomes.map(({ verdict }) => verdict),
          )
          was?.forEach((verdict, index) => {
            if (verdict !== 'timed-out') expect(is?.[index]).toBe(verdict)
          })
        }
      }),
      RUNS,
    )
  })
})

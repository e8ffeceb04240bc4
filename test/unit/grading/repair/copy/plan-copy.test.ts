import { describe, expect, test } from 'vitest'
import type { GradedTask, TaskCheck } from '../../../../../src/grading/task.ts'
import { planCopy, reasonAgainstCopy } from '../../../../../src/grading/repair/copy/plan-copy.ts'
import type { Change } from '../../../../../src/grading/repair/patch.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../../src/network/facts.ts'
import type { Snapshot } from '../../../../../src/network/model.ts'

const object = (kind: string, name: string, namespace?: string, spec: object = {}, apiVersion = 'v1'): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, spec }) as KubernetesObject

const pod = (name: string, spec: object = {}): KubernetesObject => object('Pod', name, 'shop', { containers: [], ...spec })

const snapshotOf = (...objects: readonly KubernetesObject[]): Snapshot => ({
  objects: [object('Namespace', 'shop'), ...objects],
  facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} },
})

const check = (spec: TaskCheck['spec']): TaskCheck => ({ id: 'c', title: { en: '', ko: '' }, points: 1, dependsOn: [], spec })
const TASK: GradedTask = {
  id: '9-9',
  title: { en: '', ko: '' },
  namespaces: ['shop'],
  checks: [
    check({ kind: 'http', from: [{ outside: true }], url: 'http://a.com/x', throughIngress: true, status: 200 }),
    check({ kind: 'http', from: [{ outside: true }], url: 'http://b.com/', throughIngress: false, status: 200 }),
  ],
} as unknown as GradedTask

const plan = (snapshot: Snapshot, ...changes: readonly Change[]): ReturnType<typeof planCopy> =>
  planCopy({ task: TASK, snapshot, patch: { changes }, run: 'r1' })

const writesOf = (planned: ReturnType<typeof planCopy>): unknown =>
  'reason' in planned
    ? planned.reason.en
    : planned.writes.map((write) => [
        write.kind,
        ...('before' in write ? [`${write.before.metadata.namespace ?? ''}/${write.before.metadata.name ?? ''}`] : []),
        ...('object' in write ? [`${write.object.metadata.namespace ?? ''}/${write.object.metadata.name ?? ''}`] : []),
      ])

const WEB = { kind: 'Pod', namespace: 'shop', name: 'web' }
const COPY = 'netgrade-copy-r1-1-shop'

describe('a repair is carried out on the copies', () => {
  test.each<[string, readonly KubernetesObject[], Change, unknown]>([
    [
      'by an edit',
      [pod('web')],
      { kind: 'edit', object: WEB, edits: [{ path: 'metadata.labels.a', value: 'b' }] },
      [['update', `${COPY}/web`, `${COPY}/web`]],
    ],
    ['by making it anew', [pod('web')], { kind: 'recreate', object: WEB }, [['renew', `${COPY}/web`, `${COPY}/web`]]],
    ['by deletion', [pod('web')], { kind: 'delete', object: WEB }, [['delete', `${COPY}/web`]]],
    ['by a new object', [], { kind: 'create', object: pod('web') }, [['create', `${COPY}/web`]]],
    [
      'in another namespace, which becomes part of the copy',
      [pod('web')],
      { kind: 'move', object: WEB, to: { namespace: 'other', name: 'web' } },
      [['renew', `${COPY}/web`, 'netgrade-copy-r1-2-other/web']],
    ],
    [
      'of what had no copy before, and has one after it',
      [pod('web', { hostNetwork: true })],
      { kind: 'edit', object: WEB, edits: [{ path: 'spec.hostNetwork', value: undefined }] },
      [['create', `${COPY}/web`]],
    ],
    [
      'of what has no copy after it',
      [pod('web')],
      { kind: 'edit', object: WEB, edits: [{ path: 'spec.hostNetwork', value: true }] },
      [['delete', `${COPY}/web`]],
    ],
    [
      'or not at all, where it has none',
      [pod('web', { hostPID: true })],
      { kind: 'edit', object: WEB, edits: [{ path: 'metadata.labels.a', value: 'b' }] },
      [],
    ],
  ])('%s', (_what, objects, change, expected) => {
    expect(writesOf(plan(snapshotOf(...objects), change))).toEqual(expected)
  })

  test('and a namespace that it makes is made in the copy', () => {
    const planned = plan(snapshotOf(), { kind: 'create', object: object('Namespace', 'new') })
    expect(writesOf(planned)).toEqual([['create', '/netgrade-copy-r1-2-new']])
  })

  test('and what is otherwise in the copy is told of the state after it, what is left out of both', () => {
    const service = (nodePort: number): KubernetesObject =>
      object('Service', 's', 'shop', { type: 'NodePort', ports: [{ port: 80, nodePort }] })
    const edit: Change = {
      kind: 'edit',
      object: { kind: 'Service', namespace: 'shop', name: 's' },
      edits: [{ path: 'spec.ports[0].nodePort', value: 30_080 }],
    }
    const planned = plan(snapshotOf(service(31_234), pod('web', { hostNetwork: true })), edit)
    expect('reason' in planned ? [] : planned.notes.map(({ kind, value }) => [kind, value])).toEqual([
      ['node', ''],
      ['node-port', '30080'],
    ])
  })

  test('hosts that checks ask for through an Ingress are those of rules without a host', () => {
    const paths = [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }]
    const ingress = object('Ingress', 'i', 'shop', { rules: [{ http: { paths } }] }, 'networking.k8s.io/v1')
    const planned = plan(snapshotOf(ingress, pod('web')), { kind: 'recreate', object: WEB })
    const rules =
      'reason' in planned
        ? []
        : planned.before.map(({ copy }) => (copy as { spec?: { rules?: { host: string }[] } }).spec?.rules)
    expect(rules).toContainEqual([{ host: 'a.com.r1.invalid', http: { paths } }])
  })
})

describe('no copy can show a repair', () => {
  const many = Array.from({ length: 31 }, (_, index) => pod(`web-${index}`))

  test.each<[string, Snapshot, Change, string]>([
    ['of what is gone', snapshotOf(), { kind: 'delete', object: WEB }, 'gone'],
    [
      'of the whole cluster’s',
      snapshotOf(),
      { kind: 'create', object: object('IngressClass', 'nginx') },
      'IngressClass nginx is the whole cluster',
    ],
    [
      'of Kubernetes’ own',
      snapshotOf(object('ConfigMap', 'coredns', 'kube-system')),
      { kind: 'delete', object: { kind: 'ConfigMap', namespace: 'kube-system', name: 'coredns' } },
      'ConfigMap kube-system/coredns is the whole cluster',
    ],
    [
      'of the Ingress controller’s',
      snapshotOf(object('Pod', 'controller', 'ingress-nginx')),
      { kind: 'delete', object: { kind: 'Pod', namespace: 'ingress-nginx', name: 'controller' } },
      'Pod ingress-nginx/controller is the whole cluster',
    ],
    [
      'among too many Pods',
      snapshotOf(...many),
      { kind: 'create', object: pod('web') },
      '33 objects with 32 Pods are too many',
    ],
    [
      'among too many replicas',
      snapshotOf(
        object('Deployment', 'd', 'shop', { replicas: 31, template: { spec: { containers: [] } } }, 'apps/v1'),
        object('StatefulSet', 's', 'shop', { template: { spec: { containers: [] } } }, 'apps/v1'),
        object('DaemonSet', 'e', 'shop', { template: { spec: { containers: [] } } }, 'apps/v1'),
        object('Node', 'n1'),
        object('Node', 'n2'),
      ),
      { kind: 'create', object: object('ConfigMap', 'c', 'shop') },
      '5 objects with 34 Pods',
    ],
  ])('%s', (_what, snapshot, change, reason) => {
    expect(writesOf(plan(snapshot, change))).toContain(reason)
  })

  test('of recorded addresses', () => {
    const recorded = check({
      kind: 'recorded',
      configMap: { namespace: 'shop', name: 'c' },
      key: 'k',
      answers: { address: '1.2.3.4' },
    })
    expect(reasonAgainstCopy(recorded)?.reason.en).toContain('addresses of the originals')
    expect(TASK.checks.map(reasonAgainstCopy)).toEqual([undefined, undefined])
  })
})

import { describe, expect, test } from 'vitest'
import { applyDefaults } from '../../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { validateStatusUpdate } from '../../../../../src/kubernetes/validation/update/status.ts'
import { validateUpdate } from '../../../../../src/kubernetes/validation/update/validate-update.ts'

const CLUSTER = new Set(['Node', 'ClusterRole', 'ClusterRoleBinding'])

const made = (apiVersion: string, kind: string, rest: object): KubernetesObject =>
  applyDefaults({
    apiVersion,
    kind,
    metadata: { name: 'it', ...(CLUSTER.has(kind) ? {} : { namespace: 'default' }), uid: 'a' },
    ...rest,
  })

const container = { name: 'main', image: 'nginx' }
const pod = (spec: object = {}, labels: object = {}): KubernetesObject => {
  const { metadata, ...rest } = made('v1', 'Pod', { spec: { serviceAccountName: 'default', containers: [container], ...spec } })
  return { ...rest, metadata: { ...metadata, labels } } as KubernetesObject
}
const template = (spec: object = {}, app = 'a') => ({
  metadata: { labels: { app } },
  spec: { containers: [container], ...spec },
})
const selector = { matchLabels: { app: 'a' } }
const statefulSet = (spec: object = {}) =>
  made('apps/v1', 'StatefulSet', { spec: { serviceName: 's', selector, template: template(), ...spec } })
const job = (spec: object = {}, more: object = {}) =>
  made('batch/v1', 'Job', { spec: { template: template({ restartPolicy: 'Never' }), ...spec }, ...more })
const slice = (addressType: string, address: string) =>
  made('discovery.k8s.io/v1', 'EndpointSlice', { addressType, endpoints: [{ addresses: [address] }], ports: [] })
const node = (spec: object) => made('v1', 'Node', { spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'], ...spec } })
const service = (spec: object) => made('v1', 'Service', { spec: { ports: [{ port: 80 }], ...spec } })
const balanced = (loadBalancerClass: string) =>
  service({ type: 'LoadBalancer', clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], loadBalancerClass })
const RBAC = 'rbac.authorization.k8s.io/v1'
const bound = (name: string) =>
  made(RBAC, 'RoleBinding', { roleRef: { kind: 'Role', name }, subjects: [{ kind: 'User', name: 'a' }] })

const toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute' }
const image = (name: string) => ({ containers: [{ ...container, image: name, imagePullPolicy: 'Always' }] })

describe('an update', () => {
  test.each<[string, KubernetesObject, KubernetesObject, readonly string[]]>([
    ['a Pod’s image', pod(image('nginx')), pod(image('httpd')), []],
    [
      'a Pod’s image, to none',
      pod(image('nginx')),
      pod(image('')),
      ['spec.containers[0].image: Required value', 'spec.containers[0].image: Required value'],
    ],
    ['a Pod’s labels', pod(), pod({}, { app: 'b' }), []],
    [
      'a Pod’s labels, to wrong ones',
      pod(),
      pod({}, { app: '-' }),
      [
        "metadata.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      ],
    ],
    [
      'a Pod’s containers, by one',
      pod(),
      pod({ containers: [container, { name: 'more', image: 'nginx' }] }),
      ['spec.containers: Forbidden: pod updates may not add or remove containers'],
    ],
    [
      'the image of what runs first',
      pod({ initContainers: [{ ...container, name: 'first' }] }),
      pod({ initContainers: [{ ...container, name: 'first', image: 'httpd' }] }),
      [],
    ],
    [
      'a Pod’s image, to one with a space',
      pod(image('nginx')),
      pod(image(' nginx')),
      expect.arrayContaining([
        'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
      ]),
    ],
    [
      'what runs first, by one more',
      pod(),
      pod({ initContainers: [{ ...container, name: 'first' }] }),
      ['spec.initContainers: Forbidden: pod updates may not add or remove containers'],
    ],
    ['a Pod’s deadline, shorter', pod({ activeDeadlineSeconds: 60 }), pod({ activeDeadlineSeconds: 30 }), []],
    [
      'a Pod’s deadline, longer',
      pod({ activeDeadlineSeconds: 60 }),
      pod({ activeDeadlineSeconds: 90 }),
      ['spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value'],
    ],
    [
      'a Pod’s deadline, away',
      pod({ activeDeadlineSeconds: 60 }),
      pod(),
      ['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value'],
    ],
    ['one toleration more', pod(), pod({ tolerations: [toleration] }), []],
    [
      'one toleration less',
      pod({ tolerations: [toleration] }),
      pod(),
      ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
    ],
    ['a gate opened', pod({ schedulingGates: [{ name: 'x.example/y' }] }), pod(), []],
    [
      'a gate closed',
      pod(),
      pod({ schedulingGates: [{ name: 'x.example/y' }] }),
      ["spec.schedulingGates: Forbidden: only deletion is allowed, but found new scheduling gate 'x.example/y'"],
    ],
    [
      'a Pod’s node and node selector while a gate holds it',
      pod({ schedulingGates: [{ name: 'x.example/y' }] }),
      pod({ schedulingGates: [{ name: 'x.example/y' }], nodeSelector: { a: 'b' } }),
      [],
    ],
    [
      'a negative grace period, to one second',
      pod({ terminationGracePeriodSeconds: -1 }),
      pod({ terminationGracePeriodSeconds: 1 }),
      [],
    ],
    [
      'a StatefulSet’s replicas and template',
      statefulSet(),
      statefulSet({ replicas: 3, template: template({ hostNetwork: true }) }),
      [],
    ],
    [
      'a StatefulSet’s Service',
      statefulSet(),
      statefulSet({ serviceName: 'other' }),
      [
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ],
    ],
    ['a Job’s parallelism', job(), job({ completions: 1, parallelism: 2 }), []],
    [
      'a Job’s completions',
      job({ completions: 1 }),
      job({ completions: 2 }),
      ['spec.completions: Invalid value: 2: field is immutable'],
    ],
    [
      'an indexed Job’s completions without its parallelism',
      job({ completionMode: 'Indexed', completions: 1, parallelism: 1 }),
      job({ completionMode: 'Indexed', completions: 2, parallelism: 1 }),
      ['spec.completions: Invalid value: 2: can only be modified in tandem with spec.parallelism'],
    ],
    [
      'an indexed Job’s completions with its parallelism',
      job({ completionMode: 'Indexed', completions: 1, parallelism: 1 }),
      job({ completionMode: 'Indexed', completions: 2, parallelism: 2 }),
      [],
    ],
    [
      'a suspended Job’s place',
      job({ suspend: true }),
      job({ suspend: true, template: template({ restartPolicy: 'Never', nodeSelector: { a: 'b' } }) }),
      [],
    ],
    [
      'an EndpointSlice’s type',
      slice('IPv4', '10.0.0.1'),
      slice('IPv6', 'fd00::1'),
      ['addressType: Invalid value: "IPv6": field is immutable'],
    ],
    [
      'a closed Secret',
      made('v1', 'Secret', { immutable: true, data: { a: 'YQ==' } }),
      made('v1', 'Secret', { immutable: true, data: { a: 'Yg==' } }),
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
    [
      'a closed ConfigMap’s binary data',
      made('v1', 'ConfigMap', { immutable: true }),
      made('v1', 'ConfigMap', { immutable: true, binaryData: { a: 'Yg==' } }),
      ['binaryData: Forbidden: field is immutable when `immutable` is set'],
    ],
    ['a Node’s taints', node({}), node({ taints: [{ key: 'a', effect: 'NoSchedule' }], unschedulable: true }), []],
    [
      'a Node’s taints, to wrong ones',
      node({}),
      node({ taints: [{ key: 'a', effect: 'Never' }] }),
      [
        'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'a Node’s addresses',
      node({}),
      node({ podCIDR: '10.245.0.0/24', podCIDRs: ['10.245.0.0/24'] }),
      ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
    ],
    [
      'S11: a Service’s cluster address, away',
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'] }),
      service({}),
      ['spec.clusterIPs[0]: Invalid value: []: primary clusterIP can not be unset'],
    ],
    [
      'S11: a Service’s family',
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ipFamilies: ['IPv4'] }),
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ipFamilies: ['IPv6'] }),
      expect.arrayContaining(['spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set']),
    ],
    [
      'S11: a Service’s second address, away',
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7', 'fd00::7'], ipFamilies: ['IPv4', 'IPv6'] }),
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ipFamilies: ['IPv4'] }),
      [],
    ],
    [
      'S11: a Service’s addresses, to one that is another',
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7', 'fd00::7'], ipFamilies: ['IPv4', 'IPv6'] }),
      service({ clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8'], ipFamilies: ['IPv4'] }),
      ['spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set'],
    ],
    [
      'a Service to another name, which has no address to keep',
      service({ clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'] }),
      service({ type: 'ExternalName', externalName: 'db.example' }),
      [],
    ],
    [
      'a Service’s load balancer, away',
      balanced('x.example/a'),
      service({ type: 'LoadBalancer', clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'] }),
      ['spec.loadBalancerClass: Invalid value: null: may not change once set'],
    ],
    [
      'a Service’s load balancer',
      balanced('x.example/a'),
      balanced('x.example/b'),
      ['spec.loadBalancerClass: Invalid value: "x.example/b": may not change once set'],
    ],
    [
      'a binding’s role',
      bound('a'),
      bound('b'),
      ['roleRef: Invalid value: {"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"b"}: cannot change roleRef'],
    ],
  ])('%s', (_title, before, after, wanted) => {
    expect(validateUpdate(after, before).map(({ field, message }) => `${field}: ${message}`)).toEqual(wanted)
  })

  test('what else changes in a Pod is refused and shown; what may change does not show', () => {
    const before = pod({ containers: [container] })
    const after = pod({ containers: [{ ...container, image: 'other', command: ['a'] }], tolerations: [toleration] })
    const [refused, ...more] = validateUpdate(after, before)
    expect(more).toEqual([])
    expect(refused?.field).toBe('spec')
    const [first, head, ...lines] = (refused?.message ?? '').split('\n')
    expect(first).toMatch(/^Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`/u)
    expect(head).toMatch(/^@@ -\d+,7 \+\d+,9 @@$/u)
    expect(lines.filter((line) => /^[+-]/u.test(line))).toEqual([
      '-   "Command": null,',
      '+   "Command": [',
      '+    "a"',
      '+   ],',
    ])
  })

  test.each([
    ['binding', { nodeName: 'a' }],
    ['ephemeralcontainers', { ephemeralContainers: [{ name: 'e', image: 'busybox', terminationMessagePolicy: 'File' }] }],
  ])('what %s is there to change is refused on any other way', (subresource, spec) => {
    const changes = (way?: string): readonly string[] => validateUpdate(pod(spec), pod(), way).map(({ field }) => field)
    expect(changes(subresource)).toEqual([])
    expect(changes()).toEqual(['spec'])
    expect(changes('other')).toEqual(['spec'])
  })

  test('a Job’s template and a Deployment’s selector are there to stay', () => {
    const changed = validateUpdate(job({ template: template({ restartPolicy: 'OnFailure' }) }), job())
    expect(changed.map(({ field, reason }) => [field, reason])).toEqual([['spec.template', 'FieldValueInvalid']])
    const deployment = (app: string) =>
      made('apps/v1', 'Deployment', { spec: { selector: { matchLabels: { app } }, template: template({}, app) } })
    expect(validateUpdate(deployment('b'), deployment('a')).map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
    ])
  })
})

describe('what the API server refuses of a status', () => {
  const scaler = (status: object): KubernetesObject =>
    made('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: { maxReplicas: 1, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
      status,
    })

  test('counts of a HorizontalPodAutoscaler below zero', () => {
    const refused = validateStatusUpdate(scaler({ currentReplicas: -1, desiredReplicas: -2 }), scaler({}), 'status')
    expect(refused.map(({ field }) => field)).toEqual(['status.currentReplicas', 'status.desiredReplicas'])
  })

  test('other kinds’ are taken as they are', () => {
    const driven = made('storage.k8s.io/v1', 'VolumeAttachment', { spec: {}, status: { attached: -1 } })
    expect(validateStatusUpdate(driven, driven, 'status')).toEqual([])
  })
})

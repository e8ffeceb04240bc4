import { expect, test } from 'vitest'
import { inferRanges, type GivenRanges } from '../../../../src/grading/manifests/infer-ranges.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const object = (kind: string, name: string, rest: object, namespace = 'shop'): KubernetesObject => ({
  apiVersion: kind === 'ServiceCIDR' ? 'networking.k8s.io/v1' : 'v1',
  kind,
  metadata: { name, namespace },
  ...rest,
})
const service = (name: string, clusterIPs: readonly string[], more: object = {}, namespace?: string): KubernetesObject =>
  object(
    'Service',
    name,
    { spec: { ...(clusterIPs.length === 0 ? {} : { clusterIP: clusterIPs[0], clusterIPs }), ...more } },
    namespace,
  )
const pod = (ips: readonly string[], hostIP?: string): KubernetesObject =>
  object('Pod', ips.join(), { spec: { containers: [] }, status: { podIP: ips[0], podIPs: ips.map((ip) => ({ ip })), hostIP } })
const node = (podCIDRs: readonly string[], ...ips: readonly string[]): KubernetesObject =>
  object('Node', podCIDRs.join(), {
    spec: { podCIDRs },
    status: { addresses: ips.map((address) => ({ type: 'InternalIP', address })) },
  })
const DUAL_PODS = ['10.244.0.0/16', 'fd00:10:244::/56']

interface Row {
  readonly objects: readonly KubernetesObject[]
  readonly given?: GivenRanges
  readonly pods: readonly string[]
  readonly services: readonly string[]
}

const KUBEADM = { pods: ['10.244.0.0/16'], services: ['10.96.0.0/16'] }

test.each<[string, Row]>([
  ['nothing', { objects: [], ...KUBEADM }],
  ['no addresses', { objects: [service('web', [])], ...KUBEADM }],
  ['headless and ExternalName', { objects: [service('a', ['None']), service('b', [], { type: 'ExternalName' })], ...KUBEADM }],
  ['kubeadm’s', { objects: [service('web', ['10.96.7.7'])], ...KUBEADM }],
  ['another range', { objects: [service('web', ['172.20.5.6'])], ...KUBEADM, services: ['172.20.0.0/16'] }],
  [
    'one wider than usual',
    { objects: [service('a', ['10.97.5.6']), service('b', ['10.110.1.1'])], ...KUBEADM, services: ['10.96.0.0/12'] },
  ],
  [
    'two far apart',
    {
      objects: [service('a', ['10.96.5.6']), service('b', ['172.20.1.1'])],
      ...KUBEADM,
      services: ['10.96.0.0/16', '172.20.0.0/16'],
    },
  ],
  [
    'ServiceCIDR',
    {
      objects: [object('ServiceCIDR', 'kubernetes', { spec: { cidrs: ['34.118.224.0/20'] } }), service('a', ['34.118.224.9'])],
      ...KUBEADM,
      services: ['34.118.224.0/20'],
    },
  ],
  [
    'both families',
    { objects: [service('web', ['10.43.5.6', 'fd00:43::5'])], pods: DUAL_PODS, services: ['10.43.0.0/16', 'fd00:43::/112'] },
  ],
  [
    'both families, IPv6 first',
    {
      objects: [service('web', ['fd00:43::5', '10.43.5.6'])],
      pods: [...DUAL_PODS].reverse(),
      services: ['fd00:43::/112', '10.43.0.0/16'],
    },
  ],
  [
    'both families asked for',
    {
      objects: [service('web', [], { ipFamilyPolicy: 'RequireDualStack' })],
      pods: DUAL_PODS,
      services: ['10.96.0.0/16', 'fd00:10:96::/112'],
    },
  ],
  [
    'IPv6 asked for',
    {
      objects: [service('web', [], { ipFamilies: ['IPv6'] })],
      pods: DUAL_PODS,
      services: ['10.96.0.0/16', 'fd00:10:96::/112'],
    },
  ],
  ['both families, if there are', { objects: [service('web', [], { ipFamilyPolicy: 'PreferDualStack' })], ...KUBEADM }],
  ['IPv6 alone', { objects: [service('web', ['fd00:2::7'])], pods: ['fd00:10:244::/56'], services: ['fd00:2::/112'] }],
  [
    'the address of Service kubernetes decides which is first',
    {
      objects: [service('web', ['10.43.5.6', 'fd00:43::5']), service('kubernetes', ['fd00:43::1'], {}, 'default')],
      pods: [...DUAL_PODS].reverse(),
      services: ['fd00:43::/112', '10.43.0.0/16'],
    },
  ],
  [
    'blocks of nodes',
    {
      objects: [node(['10.42.0.0/24', '2001:cafe:42::/64']), node(['10.42.1.0/24', '2001:cafe:42:1::/64'])],
      pods: ['10.42.0.0/16', '2001:cafe:42::/56'],
      services: ['10.96.0.0/16', 'fd00:10:96::/112'],
    },
  ],
  [
    'Pods among their nodes',
    {
      objects: [pod(['10.0.1.21'], '10.0.1.5'), pod(['10.0.2.33'], '10.0.2.6')],
      pods: ['10.0.0.0/22'],
      services: ['10.96.0.0/16'],
    },
  ],
  [
    'Pods beside Services',
    { objects: [pod(['10.0.32.9']), service('web', ['10.0.16.4'])], pods: ['10.0.32.0/19'], services: ['10.0.0.0/19'] },
  ],
  [
    'given',
    {
      objects: [service('web', ['172.20.5.6'])],
      given: { serviceCidrs: ['172.16.0.0/12'], podCidrs: ['10.1.0.0/16'] },
      pods: ['10.1.0.0/16'],
      services: ['172.16.0.0/12'],
    },
  ],
  ['given for Pods', { objects: [], given: { podCidrs: ['fd01::/56'] }, pods: ['fd01::/56'], services: ['fd00:10:96::/112'] }],
])('%s', (_name, { objects, given, pods, services }) => {
  const { podCidrs, serviceCidrs } = inferRanges(objects, given)
  expect({ podCidrs, serviceCidrs }).toEqual({ podCidrs: pods, serviceCidrs: services })
})

test('the cluster’s own Services have the addresses that they are written with, or such as no other has', () => {
  expect(inferRanges([service('kube-dns', ['10.43.0.99'], {}, 'kube-system')])).toMatchObject({
    apiServiceIp: '10.43.0.1',
    dnsServiceIp: '10.43.0.99',
  })
  expect(inferRanges([service('web', ['172.20.0.10']), service('db', ['172.20.0.1'])])).toMatchObject({
    apiServiceIp: '172.20.0.2',
    dnsServiceIp: '172.20.0.11',
  })
})

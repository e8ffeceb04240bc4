import { describe, expect, test } from 'vitest'
import { factsOfLive } from '../../../../src/cluster/live/cluster-facts.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'

const object = (kind: string, name: string, rest: object = {}, namespace = 'kube-system'): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...rest,
})

const proxy = (configuration: string): KubernetesObject =>
  object('ConfigMap', 'kube-proxy', { data: { 'config.conf': configuration } })
const corefile = (text: string): KubernetesObject => object('ConfigMap', 'coredns', { data: { Corefile: text } })
const COREFILE = `.:53 {
    errors
    kubernetes cluster.example in-addr.arpa ip6.arpa {
       pods verified
       fallthrough in-addr.arpa ip6.arpa
       ttl 5
    }
}
`

describe('facts of a real cluster', () => {
  test('of nothing are those of kind, but no Ingress controller runs', () => {
    expect(factsOfLive([])).toEqual({ ...DEFAULT_CLUSTER_FACTS, ingressControllers: [] })
  })

  test.each([
    ['mode: ""', { proxyMode: 'iptables' }],
    ['mode: nftables\nnodePortAddresses: [primary]', { proxyMode: 'nftables', nodePortAddresses: 'primary' }],
    ['mode: ipvs\nnodePortAddresses: ["10.0.0.0/8"]', { proxyMode: 'ipvs', nodePortAddresses: ['10.0.0.0/8'] }],
    ['iptables: { masqueradeAll: true, localhostNodePorts: false }', { masqueradeAll: true, localhostNodePorts: false }],
    ['iptables: { localhostNodePorts: null }', { proxyMode: 'iptables' }],
  ])('kube-proxy: %j', (configuration, expected) => {
    expect(factsOfLive([proxy(configuration)])).toMatchObject(expected)
  })

  test('CoreDNS: domain, Pod records, how long answers are kept, and the address of its Service', () => {
    const service = object('Service', 'kube-dns', { spec: { clusterIP: '10.0.0.10' } })
    expect(factsOfLive([corefile(COREFILE), service])).toMatchObject({
      clusterDomain: 'cluster.example',
      podRecords: 'verified',
      dnsTtlSeconds: 5,
      dnsServiceIp: '10.0.0.10',
    })
    // The plugin's own default, not kubeadm's.
    expect(factsOfLive([corefile('.:53 {\n kubernetes cluster.local\n}\n')])).toMatchObject({
      podRecords: 'disabled',
      dnsTtlSeconds: 5,
    })
  })

  test.each([
    ['kindnet', true, 'ptp'],
    ['calico-node', true, 'ptp'],
    ['kube-flannel-ds', false, 'vxlan'],
    ['kube-router', true, 'bridge'],
    ['canal', true, 'vxlan'],
  ])('the plugin %s', (name, policiesEnforced, plugin) => {
    expect(factsOfLive([object('DaemonSet', name)])).toMatchObject({ policiesEnforced, podNetwork: { plugin } })
  })

  test('ipBlocks match no Pod under Cilium, and do under others', () => {
    expect(factsOfLive([object('DaemonSet', 'cilium')]).ipBlocksMatchPods).toBe(false)
    expect(factsOfLive([object('DaemonSet', 'kindnet')]).ipBlocksMatchPods).toBe(true)
  })

  test('ranges: of the control plane’s flags, else of nodes and ServiceCIDRs', () => {
    const flags = ['kube-controller-manager', '--cluster-cidr=10.9.0.0/16,fd00::/56', '--service-cluster-ip-range=10.8.0.0/16']
    const manager = object('Pod', 'kube-controller-manager-a', { spec: { containers: [{ name: 'm', command: flags }] } })
    expect(factsOfLive([manager])).toMatchObject({ podCidrs: ['10.9.0.0/16', 'fd00::/56'], serviceCidrs: ['10.8.0.0/16'] })
    const nodes = ['10.7.0.0/24', '10.7.1.0/24'].map((cidr, index) =>
      object('Node', `n${index}`, { spec: { podCIDRs: [cidr] } }),
    )
    const services = object('ServiceCIDR', 'kubernetes', { spec: { cidrs: ['10.6.0.0/16'] } })
    expect(factsOfLive([...nodes, services])).toMatchObject({
      podCidrs: ['10.7.0.0/24', '10.7.1.0/24'],
      serviceCidrs: ['10.6.0.0/16'],
    })
  })

  test('an Ingress controller is known by its class and its workload', () => {
    const ingressClass = object('IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } })
    const selector = { matchLabels: { app: 'controller' } }
    const workload = object('Deployment', 'ingress-nginx-controller', { spec: { selector } }, 'ingress-nginx')
    expect(factsOfLive([ingressClass, workload]).ingressControllers).toEqual([
      {
        controller: 'k8s.io/ingress-nginx',
        behaviour: 'ingress-nginx',
        namespace: 'ingress-nginx',
        podLabels: { app: 'controller' },
      },
    ])
    // A class alone serves nobody.
    expect(factsOfLive([ingressClass]).ingressControllers).toEqual([])
  })
})

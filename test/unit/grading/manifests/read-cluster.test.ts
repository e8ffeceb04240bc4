import { describe, expect, test } from 'vitest'
import { isPod, isService } from '../../../../src/kubernetes/guards.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'

describe('objects from a cluster', () => {
  const LIVE = `
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web, namespace: shop, uid: d-1, resourceVersion: "7", generation: 1, newField: x }
  spec:
    replicas: 2
    selector: { matchLabels: { app: web } }
    template:
      metadata: { labels: { app: web } }
      spec: { containers: [{ name: c, image: registry.example/web:1 }] }
  status: { replicas: 2, readyReplicas: 2 }
- apiVersion: v1
  kind: Pod
  metadata:
    name: web-5d9c-abcde
    namespace: shop
    uid: p-1
    resourceVersion: "8"
    labels: { app: web, pod-template-hash: 5d9c }
    ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9c, uid: r-1, controller: true }]
  spec: { nodeName: real-node, containers: [{ name: c, image: registry.example/web:1, ports: [{ containerPort: 8080 }] }] }
  status: { phase: Running, hostIP: 192.168.7.9, podIP: 172.30.4.5, podIPs: [{ ip: 172.30.4.5 }], conditions: [{ type: Ready, status: "True" }] }
- apiVersion: v1
  kind: Service
  metadata: { name: web, namespace: shop, uid: s-1, resourceVersion: "9" }
  spec: { clusterIP: 10.43.1.2, clusterIPs: [10.43.1.2], selector: { app: web }, ports: [{ port: 80, targetPort: 8080, protocol: TCP }] }
- apiVersion: v1
  kind: Service
  metadata: { name: kube-dns, namespace: kube-system, uid: s-2, resourceVersion: "10" }
  spec: { clusterIP: 10.43.0.10, clusterIPs: [10.43.0.10], selector: { k8s-app: kube-dns }, ports: [{ port: 53, protocol: UDP }] }
- apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: { name: m, namespace: shop }
- apiVersion: v1
  kind: RangeAllocation
  metadata: { name: v }
`
  test('are taken as they are; what is missing of a workload is added', async () => {
    const { snapshot, problems, skipped } = await readCluster([{ path: 'live.yaml', text: LIVE }])
    expect(problems).toEqual([])
    expect(skipped).toEqual(['ServiceMonitor monitoring.coreos.com/v1', 'RangeAllocation v1'])
    const pods = (snapshot?.objects ?? []).filter(isPod).filter(({ metadata }) => metadata.namespace === 'shop')
    expect(pods.map(({ status }) => status?.podIP)).toEqual(expect.arrayContaining(['172.30.4.5']))
    expect(pods).toHaveLength(2)
    const web = (snapshot?.objects ?? []).filter(isService).find(({ metadata }) => metadata.name === 'web')
    expect(web?.spec?.clusterIP).toBe('10.43.1.2')
    expect(snapshot?.facts.cluster.dnsServiceIp).toBe('10.43.0.10')
    expect(snapshot?.objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name === 'real-node')).toBe(true)
  })

  test('have to be valid all the same, and are told with their place', async () => {
    const { problems } = await readCluster([{ path: 'live.yaml', text: LIVE.replace('port: 80,', 'port: 80000,') }])
    expect(problems.map(({ position, message }) => [position.line, message])).toEqual([
      [29, expect.stringContaining('spec.ports[0].port: Invalid value')],
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { RequestQuestion, Source } from '../../../../src/network/model.ts'
import { request } from '../../../../src/network/request.ts'
import type { ClusterFacts } from '../../../../src/network/facts.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const snapshot = clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: one, labels: {app: web}}, spec: {nodeName: node-1, containers: [{name: main, ports: [{containerPort: 80}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: two, labels: {app: web}}, spec: {nodeName: node-1, containers: [{name: main, ports: [{containerPort: 80}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: client}, spec: {nodeName: node-2}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent}, spec: {nodeName: node-1, hostNetwork: true}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 31234, clusterIP: 10.96.0.50, selector: {app: web}, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, targetPort: 80, nodePort: 30081}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: wide}, spec: {type: LoadBalancer, externalTrafficPolicy: Cluster, healthCheckNodePort: 31235, clusterIP: 10.96.0.51, selector: {app: web}, ports: [{port: 80, nodePort: 30090}]}}
`)

const CLIENT: Source = { pod: { namespace: 'default', name: 'client' } }
const AGENT: Source = { pod: { namespace: 'default', name: 'agent' } }

const [NODE_1 = '', NODE_2 = ''] = snapshot.objects.flatMap((object) =>
  object.kind === 'Node'
    ? ((object as { status?: { addresses?: { address: string }[] } }).status?.addresses?.[0]?.address ?? [])
    : [],
)

const ask = (url: string, from = CLIENT, cluster: Partial<ClusterFacts> = {}, more: Partial<RequestQuestion> = {}) => {
  const facts = { ...snapshot.facts, cluster: { ...snapshot.facts.cluster, ...cluster } }
  return request({ ...snapshot, facts }, { from, url, ...more }).outcomes[0]
}

describe('S25: the health check port of a Service', () => {
  it('tells how many addresses the node has, as kube-proxy writes it', () => {
    const outcome = ask(`http://${NODE_1}:31234/`)
    expect(outcome?.response).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
        'x-load-balancing-endpoint-weight': '2',
      },
      body: '{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "web"\n\t},\n\t"localEndpoints": 2,\n\t"serviceProxyHealthy": true\n}',
    })
    expect(outcome?.walk.hops.at(-1)).toMatchObject({ kind: 'reply', program: 'kube-proxy', status: 200 })
  })

  it('is 503 where the node has none, whatever is asked', () => {
    const { response } = ask(`http://${NODE_2}:31234/healthz?x=1`) ?? {}
    expect(response?.status).toBe(503)
    expect(response?.headers['x-load-balancing-endpoint-weight']).toBe('0')
    expect(response?.body).toContain('\t"localEndpoints": 0,\n')
  })

  it("answers the node's own processes on loopback, and no others", () => {
    expect(ask('http://127.0.0.1:31234/', AGENT)?.response?.status).toBe(200)
    expect(ask('http://127.0.0.1:31234/')?.verdict).toBe('refused')
  })

  it('is open with externalTrafficPolicy Local only', () => {
    expect(ask(`http://${NODE_1}:31235/`)?.verdict).toBe('refused')
  })

  it('answers where node ports do', () => {
    expect(ask(`http://${NODE_1}:31234/`, CLIENT, { nodePortAddresses: ['192.0.2.0/24'] })?.verdict).toBe('refused')
    expect(ask(`http://${NODE_1}:31234/`, CLIENT, { nodePortAddresses: 'primary' })?.response?.status).toBe(200)
    expect(ask('http://127.0.0.1:31234/', AGENT, { nodePortAddresses: 'primary' })?.verdict).toBe('refused')
  })

  it('speaks no TLS', () => {
    expect(ask(`https://${NODE_1}:31234/`)?.noResponse).toBe('not-tls')
  })
})

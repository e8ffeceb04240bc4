/** A load balancer's address that is written with its Service is one of the cluster (S13, S14, S25, S26). */
import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest } from '../support/run-grade.ts'

const service = (ingress: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: netgrade-worker, containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { nodeName: netgrade-worker2, containers: [{ name: main, image: busybox, command: [sleep, '3600'] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [198.51.100.0/24, 10.244.0.0/16]
  selector: { app: web }
  ports: [{ port: 8080, targetPort: 80 }]
status: { loadBalancer: { ingress: [${ingress}] } }
`

const file = writeManifest('balancer.yaml', service('{ ip: 192.0.2.10 }'))

const trace = (from: string, path = file) => runGrade('trace', from, '192.0.2.10:8080', '--file', path)

describe('the address of a load balancer', () => {
  test.each([
    ['outside/198.51.100.9', /connected/u, 0, 'service shop/web'],
    ['outside/203.0.113.7', /timed out/u, 1, 'source not allowed'],
    ['pod/shop/client', /connected/u, 0, 'service shop/web'],
  ])('S13 S26: from %s', async (from, verdict, code, hop) => {
    const ran = await trace(from)
    expect([ran.code, ran.out]).toEqual([code, expect.stringMatching(verdict)])
    expect(ran.out).toContain(hop)
  })

  test('S14: with ipMode Proxy, nodes leave it to the balancer', async () => {
    const proxied = writeManifest('proxied.yaml', service('{ ip: 192.0.2.10, ipMode: Proxy }'))
    expect((await trace('pod/shop/client', proxied)).out).not.toContain('service shop/web')
  })

  test('a name leads nowhere', async () => {
    const named = writeManifest('named-balancer.yaml', service('{ hostname: lb.test }'))
    const { out, err } = await trace('pod/shop/client', named)
    expect([out, err]).toEqual([expect.not.stringContaining('service shop/web'), ''])
  })

  test('what is no address no API server has', async () => {
    const broken = writeManifest('broken-balancer.yaml', service('{ ip: here }'))
    const { out, err, code } = await trace('pod/shop/client', broken)
    expect({ out, code }).toEqual({ out: '', code: 2 })
    expect(err).toContain('status.loadBalancer.ingress[0].ip: Invalid value: "here": must be a valid IP address')
  })
})

/** A name that is not found because a policy keeps its question from the DNS server: the policy is named (N29). */
import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest } from '../support/run-grade.ts'

const file = writeManifest(
  'no-dns.yaml',
  `apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop, labels: { app: client } }
spec: { nodeName: netgrade-worker, containers: [{ name: main, image: busybox, command: [sleep, '3600'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: netgrade-worker2, containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 30080 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-only, namespace: shop }
spec:
  podSelector: { matchLabels: { app: client } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: web } } }]
`,
)

const trace = (to: string, ...more: readonly string[]) => runGrade('trace', 'pod/shop/client', to, '--file', file, ...more)

const WAY =
  /2 +service kube-system\/kube-dns +10\.96\.0\.10:53 .*\n +3 +client 10\.244\.1\.\d+, egress +isolated by web-only; no rule fits +denied +\S+:19:1/u

describe('N29: the way of a question that is lost', () => {
  test.each(['web', 'web:80', 'http://web/'])('%s', async (to) => {
    const { code, out } = await trace(to)
    expect([code, out]).toEqual([1, expect.stringMatching(WAY)])
    expect(out).toContain('timed out')
    expect(out).not.toContain('timed-out')
  })

  test.each(['web', 'web:80'])('%s in Korean and in other formats', async (to) => {
    expect((await trace(to, '--lang', 'ko')).out).toMatch(/web\.shop\.svc\.cluster\.local\. .*시간 초과[\s\S]*web-only가 격리/u)
    for (const format of ['markdown', 'dot', 'svg'])
      expect((await trace(to, '--format', format)).out).toContain('isolated by web-only')
  })

  test('addresses need no question', async () => {
    expect((await trace('service/shop/web:80')).out).not.toContain('kube-dns')
  })
})

test('P12: an egress policy sees the Pod’s own address, also where the node will put its own in its place', async () => {
  const { out } = await trace('node/netgrade-worker:30080')
  expect(out).toMatch(/client 10\.244\.1\.\d+, egress +web-only spec\.egress\[0\] +allowed/u)
})

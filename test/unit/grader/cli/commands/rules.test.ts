import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest, type Ran } from '../../support/run-grade.ts'

const file = writeManifest(
  'rules.yaml',
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: none, namespace: shop }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
`,
)

const grade = (...argv: readonly string[]): Promise<Ran> => runGrade(...argv, '--file', file)

const chainsIn = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^# (\w+ [A-Z]+(?:-(?:[A-Z]+))*)/u.exec(line)?.[1] ?? [])

describe('grade rules', () => {
  test('a Service: its chains in the order of a packet’s way, each with a remark', async () => {
    const { code, out } = await grade('rules', 'service/shop/web')
    expect(code).toBe(0)
    expect(chainsIn(out).map((chain) => chain.replace(/(KUBE-(?:SVC|EXT|SEP)).*/u, '$1'))).toEqual([
      'nat PREROUTING',
      'nat OUTPUT',
      'nat KUBE-SERVICES',
      'nat KUBE-NODEPORTS',
      'nat KUBE-EXT',
      'nat KUBE-SVC',
      'nat KUBE-SEP',
      'nat KUBE-SEP',
      'nat KUBE-MARK-MASQ',
      'nat KUBE-POSTROUTING',
    ])
    expect(out).toMatch(
      /-A KUBE-SERVICES -d 10\.96\.\d+\.\d+\/32 -p tcp -m comment --comment "shop\/web cluster IP" -m tcp --dport 8080 -j KUBE-SVC-/u,
    )
    expect(out).toContain('--probability 0.50000000000 -j KUBE-SEP-')
    expect(out).not.toContain('kube-dns')
  })

  test.each([
    ['nftables', /goto service-[A-Z2-7]{8}-shop\/web\/tcp\//u],
    ['ipvs', /-A -t 10\.96\.\d+\.\d+:8080 -s rr\n-a -t 10\.96\.\S+ -r 10\.244\.\S+:80 -m -w 1/u],
  ])('the same in %s mode', async (mode, expected) => {
    const { code, out } = await grade('rules', 'svc/shop/web', '--mode', mode)
    expect(code).toBe(0)
    expect(out).toMatch(expected)
    expect(out).not.toContain('KUBE-SVC-')
  })

  test('in Korean every remark is Korean', async () => {
    const { out } = await grade('--lang', 'ko', 'rules', 'service/shop/web')
    const remarks = out.split('\n').filter((line) => line.startsWith('# '))
    expect(remarks.length).toBeGreaterThan(8)
    for (const remark of remarks) expect(remark).toMatch(/[가-힣]/u)
  })

  test('as JSON', async () => {
    const { out } = await grade('rules', 'shop/web', '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({
      service: 'service/shop/web',
      mode: 'iptables',
      families: [
        { family: 'IPv4', steps: expect.arrayContaining([expect.objectContaining({ purpose: 'choose', table: 'nat' })]) },
      ],
    })
  })

  test('without a Service: everything on the node, as iptables-restore takes it', async () => {
    const { code, out } = await grade('rules')
    expect(code).toBe(0)
    expect(out.match(/^COMMIT$/gmu)).toHaveLength(2)
    expect(out).toContain('kube-system/kube-dns:dns cluster IP')
    expect(out).toContain('shop/web cluster IP')
  })

  test('a Service that kube-proxy ignores is said to have none', async () => {
    const { code, out } = await grade('rules', 'service/shop/none')
    expect([code, out]).toEqual([0, expect.stringContaining('writes nothing')])
  })

  test.each([
    ['service/shop/wep', 'There is no Service shop/wep.', 'shop/web'],
    ['service/shop/web/8080', 'names no Service', 'service/NAMESPACE/NAME'],
  ])('%s: one clear message', async (service, what, todo) => {
    const { code, err } = await grade('rules', service)
    expect([code, err]).toEqual([2, expect.stringContaining(what)])
    expect(err).toContain(todo)
  })

  test('a node that is not there', async () => {
    const { code, err } = await grade('rules', 'shop/web', '--node', 'nowhere')
    expect([code, err]).toEqual([2, expect.stringContaining('There is no Node "nowhere".')])
  })
})

import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)
const open = file('open.yaml', SHOP.replace("friend: 'yes'", '').replace('matchLabels: {  }', ''))

const rewriting = file(
  'rewriting.yaml',
  `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { nodeName: netgrade-worker2, containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 30080 }] }
`,
)

describe('trace', () => {
  test.each([
    ['en', 'node/netgrade-worker:30080', /172\.18\.0\.3:30080 → 10\.244\.2\.\d+:80, source becomes 172\.18\.0\.3 +sent/u],
    ['ko', 'node/netgrade-worker:30080', /172\.18\.0\.3:30080 → 10\.244\.2\.\d+:80, 출발지를 172\.18\.0\.3으로 바꿈 /u],
  ])('%s: where the source is replaced, the address that the server sees is told', async (language, to, expected) => {
    const { code, out } = await grade('--lang', language, 'trace', 'outside', to, '--file', rewriting)
    expect(code).toBe(0)
    expect(out).toMatch(expected)
  })

  test('a way out of the cluster tells the address by which it leaves', async () => {
    const { out } = await grade('trace', 'pod/default/web', '203.0.113.9:443', '--file', rewriting)
    expect(out).toMatch(/out of the cluster, source becomes 172\.18\.0\.4/u)
  })

  test('a Service, to the policy that shuts it, with file, line and nearest miss', async () => {
    const { code, out } = await grade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', shop)
    expect(code).toBe(1)
    expect(out).toContain('shop/client → service shop/web:8080   timed out')
    expect(out).toMatch(/service shop\/web +10\.96\.\d+\.\d+:8080 → 10\.244\.\d+\.\d+:80 +sent to an endpoint/u)
    expect(out).toMatch(/isolated by only-friends; no rule fits +denied +.*shop\.yaml:20:1/u)
    expect(out).toMatch(
      /nearly: only-friends spec\.ingress\[0\]\.from\[0\]\.podSelector\S* \(.*shop\.yaml:23:\d+\) +asks for friend=yes/u,
    )
  })

  test.each(['markdown', 'dot', 'svg'])('the nearest miss in %s, too', async (format) => {
    const { out } = await grade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', shop, '--format', format)
    expect(out).toContain('nearly: only-friends')
  })

  test('in Korean', async () => {
    const { out } = await grade('--lang', 'ko', 'trace', 'pod/shop/client', 'service/shop/web:8080', '--file', shop)
    expect(out).toContain('시간 초과')
  })

  test('a URL, and a name', async () => {
    const page = await grade('trace', 'pod/shop/client', 'http://web:8080/', '--file', open)
    expect([page.code, page.out]).toEqual([0, expect.stringContaining('HTTP 200')])
    const name = await grade('trace', 'pod/shop/client', 'web', '--file', open)
    expect([name.code, name.out]).toEqual([0, expect.stringContaining('web.shop.svc.cluster.local. 30 IN A 10.96.')])
    const missing = await grade('trace', 'pod/shop/client', 'nosuch', '--file', open)
    expect([missing.code, missing.out]).toEqual([1, expect.stringContaining('NXDOMAIN')])
  })

  test('as JSON', async () => {
    const { out } = await grade('trace', 'node/netgrade-worker', 'pod/shop/web:80', '--file', open, '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({
      kind: 'connection',
      answer: { outcomes: [{ verdict: 'connected', probability: 1 }] },
    })
  })

  const MORE = `
---
apiVersion: v1
kind: Pod
metadata: { name: cache, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: cache, image: redis, ports: [{ containerPort: 6379 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: empty, namespace: shop }
spec: { selector: { app: none }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: circle, namespace: shop }
spec: { type: ExternalName, externalName: circle.shop.svc.cluster.local }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: no-calls, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }
`
  const more = file('more.yaml', `${SHOP.replace("friend: 'yes'", '').replace('matchLabels: {  }', '')}${MORE}`)

  test('S30: which endpoints fail, how often, and why', async () => {
    const { code, out } = await grade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', more)
    expect(code).toBe(1)
    expect(out).toMatch(/1 of 2 endpoints fails:\n +shop\/cache 10\.244\.\d+\.\d+:80 +50 % +refused +listening: TCP 6379/u)
    const ko = await grade('--lang', 'ko', 'trace', 'pod/shop/client', 'service/shop/web:8080', '--file', more)
    expect(ko.out).toContain('엔드포인트 2개 중 1개 실패:')
    const one = await grade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', open)
    expect(one.out).not.toContain('endpoints')
    const json = await grade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', more, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ summary: { failing: 1, flaky: true, endpoints: [{}, {}] }, dependsOn: [] })
  })

  test('V2: what the answer depends on', async () => {
    const ask = (...argv: readonly string[]) =>
      grade(...argv, 'trace', 'pod/shop/client', 'service/shop/empty:80', '--file', more)
    expect((await ask()).out).toContain('depends on: a Service without endpoints (dropped: timed out; V2)')
    expect((await ask('--lang', 'ko')).out).toContain('달라질 수 있음: 엔드포인트 없는 Service (버림: 시간 초과; V2)')
    const json = await grade('trace', 'pod/shop/client', 'service/shop/empty:80', '--file', more, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ dependsOn: [{ on: 'emptyService', semantics: ['V2'] }] })
    const plain = await grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', more)
    expect(plain.out).not.toContain('depends on')
  })

  test('P12: every step there and back, with file and line', async () => {
    const ask = (...argv: readonly string[]) =>
      grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', more, '--detail', ...argv)
    const { out } = await ask()
    expect(out).toMatch(/ 1 {2}shop\/client +eth0 \(veth, MTU 1500\) +sends +10\.244\.\d+\.\d+ → 10\.244\.\d+\.\d+:80\n/u)
    expect(out).toMatch(
      /FORWARD +shop\/web, ingress: allowed +NetworkPolicy shop\/only-friends spec\.ingress\[0\].* \S+more\.yaml:23:\d+/u,
    )
    expect(out).toMatch(/the answer\n[\s\S]*an answer: passes though no-calls isolates shop\/web/u)
    expect(out).toContain('answers to an allowed connection need no rule. [N5]')
    const { out: json } = await ask('--format', 'json')
    const { details } = JSON.parse(json) as { details: { steps: { does: string }[]; reply: object[] }[] }
    expect(details[0]?.steps.at(-1)?.does).toBe('accept')
    expect(details[0]?.reply.length).toBeGreaterThan(3)
  })

  test('P11: a cluster as it is assumed to be', async () => {
    const ask = (assumption: string) =>
      grade('trace', 'pod/shop/client', 'pod/shop/cache:6379', '--file', more, '--detail', '--assume', assumption)
    expect((await ask('plugin=vxlan')).out).toMatch(
      /flannel\.1 \(vxlan, MTU 1450\) +wrapped in UDP 172\.18\.0\.\d → 172\.18\.0\.\d:8472, VNI 1: 50 bytes more/u,
    )
    for (const wrong of ['plugin=calico', 'plugin', 'nosuch=true', 'library=musl']) {
      const { code, err } = await ask(wrong)
      expect([code, err]).toEqual([2, expect.stringContaining(`"${wrong}" cannot be assumed. There are: `)])
    }
  })

  test('the help names all that can be assumed, and each of it can', async () => {
    const { out } = await grade('trace', '--help')
    const [, list = ''] = out.split('What --assume takes:\n')
    const lines = list
      .trim()
      .split('\n')
      .map((line) => line.trim())
    expect(lines).toContain('plugin=ptp|bridge|vxlan')
    const known = lines.map((line) => line.split('=')).map(([name = '', values = '']) => ({ name, values: values.split('|') }))
    const most = Math.max(...known.map(({ values }) => values.length))
    for (let turn = 0; turn < most; turn += 1) {
      const assumed = known.flatMap(({ name, values }) => ['--assume', `${name}=${values[turn % values.length] ?? ''}`])
      const { err } = await grade('trace', 'pod/shop/client', 'web', '--file', open, ...assumed)
      expect(err).toBe('')
    }
  })

  test('D3, D4, D11: types of records', async () => {
    const ask = (name: string, type: string) => grade('trace', 'pod/shop/client', name, '--file', open, '--type', type)
    const port = await ask('web', 'SRV')
    expect([port.code, port.out]).toEqual([0, expect.stringContaining('30 IN SRV 0 100 8080 web.shop.svc.cluster.local.')])
    expect((await ask('dns-version.cluster.local', 'TXT')).out).toContain('"1.1.0"')
    expect((await ask('10.96.0.10', 'PTR')).out).toContain('IN PTR kube-dns.kube-system.svc.cluster.local.')
    expect((await ask('web', 'AAAA')).code).toBe(1)
    expect((await grade('trace', 'pod/shop/client', 'web:80', '--file', open, '--type', 'A')).code).toBe(2)
    expect((await ask('web', 'LOC')).code).toBe(2)
  })

  test('D23: other resolvers', async () => {
    const ask = (name: string, library: string) => grade('trace', 'pod/shop/client', name, '--file', open, '--library', library)
    expect((await ask('web.shop', 'busybox-nslookup')).out).toMatch(
      /→ DNS web\.shop {3}NXDOMAIN\n\n +1 +web\.shop\. +as it stands/u,
    )
    expect((await ask('web.shop', 'musl')).code).toBe(0)
    const connection = await grade('trace', 'pod/shop/client', 'web:8080', '--file', open, '--library', 'old-musl')
    expect([connection.code, connection.out]).toEqual([1, expect.stringContaining('name not found')])
  })

  test('D6: an alias that leads back to itself, and the answers in full', async () => {
    const { code, out } = await grade('trace', 'pod/shop/client', 'circle', '--file', more, '--detail')
    expect(code).toBe(1)
    expect(out).toMatch(/circle\.shop\.svc\.cluster\.local\. +search list +NODATA +the alias leads back to itself/u)
    expect(out).toMatch(/;; AUTHORITY SECTION:\n +cluster\.local\.\t30\tIN\tSOA/u)
  })

  test('K15, N27: just after a change', async () => {
    const ask = (...argv: readonly string[]) =>
      grade(...argv, 'trace', 'pod/shop/client', 'service/shop/web:8080', '--before', open, '--file', shop)
    const { code, out } = await ask()
    expect([code, out]).toEqual([1, expect.stringContaining('timed out')])
    expect(out).toMatch(/just now +connected +until kube-proxy, CoreDNS and the network plugin have caught up \[K15\]/u)
    expect(out).toMatch(/open +shop\/web 10\.244\.\d+\.\d+:80 +stays \[N27\]/u)
    expect((await ask('--lang', 'ko')).out).toMatch(/열린 연결 .*유지됨/u)
    expect((await grade('trace', 'pod/shop/client', 'web', '--before', open, '--file', shop)).code).toBe(2)
  })

  test.each(['shop/client', 'pod/', 'pod/a/b/c', 'web'])('%s is no client', async (from) => {
    const { code, err } = await grade('trace', from, 'web', '--file', open)
    expect([code, err]).toEqual([2, expect.stringContaining(`"${from}" names no end`)])
  })

  test.each(['pod/shop/web', 'service/shop/web:0', 'service/shop/web:65536', 'pod/:80', ':80'])(
    '%s is no server',
    async (to) => {
      expect((await grade('trace', 'pod/shop/client', to, '--file', open)).code).toBe(2)
    },
  )
})

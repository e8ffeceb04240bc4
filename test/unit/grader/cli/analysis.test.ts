import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../support/run-grade.ts'
import { SHOP } from '../support/shop.ts'

const shop = file('shop.yaml', SHOP)
const open = file('open.yaml', SHOP.replace("friend: 'yes'", '').replace('matchLabels: {  }', ''))

describe('trace', () => {
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

describe('matrix', () => {
  test('a table for people', async () => {
    const { code, out } = await grade('matrix', '--file', shop, '--namespace', 'shop')
    expect(code).toBe(0)
    expect(out).toMatch(/1 {2}shop\/client {2}○ ✘\n2 {2}shop\/web {5}○ ✔/u)
  })

  test.each([
    ['markdown', /\| shop\/client \| ○ \| ✘ \|/u],
    ['dot', /digraph netgrade \{[\s\S]*"shop\/web" \[label="web"\];[\s\S]*\}/u],
    ['svg', /^<svg [\s\S]*<title>shop\/client → shop\/web: timed out<\/title>[\s\S]*<\/svg>/u],
    ['json', /"verdicts": \[\s+\["refused","timed-out"\]/u],
  ])('as %s', async (format, expected) => {
    const { out } = await grade('matrix', '--file', shop, '--namespace', 'shop', '--format', format)
    expect(out).toMatch(expected)
  })
})

describe('matrix, on several ports', () => {
  test('those that the input names, equal ones together', async () => {
    const { code, out } = await grade(
      'matrix',
      '--file',
      file('ports.yaml', SHOP.replace('containerPort: 80', 'containerPort: 80 }, { containerPort: 9000, protocol: UDP')),
    )
    expect([code, out]).toEqual([0, expect.stringMatching(/on TCP 80:[\s\S]*on UDP 9000:/u)])
  })

  test('those that are asked for, with each protocol', async () => {
    const args = ['--port', '81', '--port', '82', '--protocol', 'TCP', '--protocol', 'UDP'] as const
    const { out } = await grade('matrix', '--file', shop, ...args)
    expect(out).toContain('on TCP 81, UDP 81, TCP 82, UDP 82:')
  })

  test('Pods of a workload in one row, or each in its own', async () => {
    const web = file(
      'web.yaml',
      `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: nginx }] } }
`,
    )
    expect((await grade('matrix', '--file', web)).out).toMatch(/1 {2}shop\/web ×3 {2}✔/u)
    expect((await grade('matrix', '--file', web, '--expand')).out).toMatch(/3 {2}shop\/web-\w+-\w{5} {2}✔ ✔ ✔/u)
  })

  test('ports that are none', async () => {
    expect((await grade('matrix', '--file', shop, '--port', '0')).code).toBe(2)
  })
})

describe('compare', () => {
  test('the same said otherwise', async () => {
    const other = file(
      'other.yaml',
      SHOP.replace("matchLabels: { friend: 'yes' }", "matchExpressions: [{ key: friend, operator: In, values: ['yes'] }]"),
    )
    const { code, out } = await grade('compare', shop, other)
    expect([code, out]).toEqual([0, expect.stringContaining('✔ Equivalent')])
  })

  test('one that allows more, with a cluster in which it shows', async () => {
    const { code, out } = await grade('compare', shop, open)
    expect(code).toBe(1)
    expect(out).toContain('B allows all that A allows, and more')
    expect(out).toContain('Only B allows   a Pod of namespace shop → a Pod labelled app=web of namespace shop, TCP 80')
    expect(out).toContain('kubectl -n shop exec client -- /agnhost connect')
  })

  test('whether an ipBlock matches Pods is said to matter where it does', async () => {
    const blocked = (cidr: string): string =>
      SHOP.replace("podSelector: { matchLabels: { friend: 'yes' } }", `ipBlock: { cidr: ${cidr} }`)
    const everyone = SHOP.replace(
      "{ podSelector: { matchLabels: { friend: 'yes' } } }",
      '{ namespaceSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }',
    )
    const onlyBlocks = everyone.replace('{ namespaceSelector: {} }, ', '')
    const matters = await grade('compare', file('everyone.yaml', everyone), file('blocks.yaml', onlyBlocks))
    expect([matters.code, matters.out]).toEqual([4, expect.stringContaining('depends on the network plugin')])
    expect(matters.out).toContain('± Equivalent as most network plugins read policies, but different as some do.')
    expect(matters.out).not.toContain('✔')
    const same = await grade('compare', file('one.yaml', blocked('10.0.0.0/8')), file('two.yaml', blocked('10.0.0.0/8')))
    expect([same.code, same.out]).toEqual([0, expect.not.stringContaining('depends on the network plugin')])
  })

  test('what the API server refuses is told with its place', async () => {
    const bad = file('bad.yaml', SHOP.replace('targetPort: 80', 'targetPort: 99999'))
    const { code, err } = await grade('compare', shop, bad)
    expect(code).toBe(2)
    expect(err).toMatch(/bad\.yaml:15:\d+ spec\.ports\[0\]\.targetPort: Invalid value/u)
  })
})

test('custom resources are left out, and said to be', async () => {
  const custom = '\n---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: c, namespace: shop }\nspec: {}\n'
  const { code, err } = await grade('compare', shop, file('custom.yaml', SHOP + custom))
  expect([code, err]).toEqual([0, expect.stringContaining('Certificate cert-manager.io/v1')])
})

test('kinds of known groups that are not known here are left out, too', async () => {
  const volume = '\n---\napiVersion: v1\nkind: PersistentVolume\nmetadata: { name: v }\nspec: {}\n'
  const { code, err } = await grade('matrix', '--file', file('volume.yaml', SHOP + volume))
  expect([code, err]).toEqual([0, expect.stringContaining('PersistentVolume v1')])
})

describe('forbid', () => {
  test('what the policies shut out everywhere', async () => {
    const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop)
    expect([code, out]).toEqual([0, expect.stringContaining('Never, in any possible cluster: */friend!=yes → shop/app=web')])
  })

  test('what can happen, with a cluster in which it does', async () => {
    const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/*', '--file', shop, '--port', '80')
    expect(code).toBe(1)
    expect(out).toContain('It can happen')
    expect(out).toMatch(/a Pod of namespace \S+ → a Pod of namespace shop, TCP 80/u)
  })

  test('the ports that were asked about, in the sentence', async () => {
    const { out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop, '--port', '53', '--protocol', 'UDP')
    expect(out).toContain('Never, in any possible cluster: */friend!=yes → shop/app=web:53/UDP')
  })

  test.each([
    ['forbid', ['*/*', 'shop/*', '--file']],
    ['lint', ['--file']],
    ['compare', [shop]],
  ])('%s says nothing where some policies are of a kind that is not known', async (command, args) => {
    const unknown = file(
      'admin.yaml',
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: a }\n',
    )
    const { code, err } = await grade(command, ...args, unknown)
    expect(code).toBe(2)
    expect(err).toContain('AdminNetworkPolicy policy.networking.k8s.io/v1alpha1')
  })

  describe('N24 N32 what policies usually do not apply to', () => {
    const onNode = file(
      'on-node.yaml',
      SHOP.replace('spec: { containers: [{ name: web', 'spec: { hostNetwork: true, containers: [{ name: web'),
    )
    const entered = file(
      'entered.yaml',
      SHOP.replace('spec: { selector: { app: web }', 'spec: { type: NodePort, selector: { app: web }'),
    )

    test('a Pod on the network of its node that trace connects to is named, and the promise depends on it', async () => {
      const traced = await grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', onNode)
      expect([traced.code, traced.out]).toEqual([0, expect.stringContaining('depends on: Pods on the network of their node')])
      const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', onNode)
      expect([code, out]).toEqual([4, expect.stringContaining('± Never, but for what policies usually do not apply to')])
      expect(out).toMatch(/depends on:\n +Pods on the network of their node \(N24 N25\): Pod shop\/web\n/u)
      const json = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', onNode, '--format', 'json')
      expect(JSON.parse(json.out)).toMatchObject({
        kind: 'holds',
        here: expect.arrayContaining([
          { on: 'hostNetworkPods', end: 'to', semantics: ['N24'], objects: [expect.objectContaining({ name: 'web' })] },
        ]) as unknown,
      })
    })

    test('the matrix names them, too', async () => {
      for (const format of ['text', 'markdown', 'svg', 'dot', 'json'] as const) {
        const said = format === 'json' ? /"onNodes": \["shop\/web"\]/u : /Pods\s+on\s+the\s+network[^.]*shop\/web/u
        expect((await grade('matrix', '--file', onNode, '--format', format)).out).toMatch(said)
        expect((await grade('matrix', '--file', shop, '--format', format)).out).not.toMatch(said)
      }
      expect((await grade('matrix', '--file', onNode, '--lang', 'ko')).out).toContain('노드 네트워크를 쓰는 Pod')
    })

    test('where none is given, what is not counted is said', async () => {
      const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop)
      expect([code, out.replaceAll(/\s+/gu, ' ')]).toEqual([
        0,
        expect.stringContaining('servers on the network of their node [N24]'),
      ])
      expect(out).not.toContain('depends on')
      const korean = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop, '--lang', 'ko')
      expect(korean.out).toContain('노드 네트워크를 쓰는')
    })

    test('a node port by which trace connects from outside', async () => {
      const { code, out } = await grade('forbid', 'outside', 'shop/app=web', '--file', entered)
      expect([code, out]).toEqual([4, expect.stringContaining('(N20 N32): Service shop/web')])
    })
  })

  test.each(['shop', '*/a>1', '/app=web', '*/'])('%s is no kind of Pods', async (pods) => {
    expect((await grade('forbid', pods, 'shop/*', '--file', shop)).code).toBe(2)
  })
})

describe('lint', () => {
  test('a part without effect, with its place', async () => {
    const { code, out } = await grade(
      'lint',
      '--file',
      file(
        'twice.yaml',
        SHOP.replace(/$/u, "    - from: [{ podSelector: { matchLabels: { friend: 'yes', more: 'yes' } } }]\n"),
      ),
    )
    expect(code).toBe(1)
    expect(out).toMatch(
      /twice\.yaml:24:7 +NetworkPolicy shop\/only-friends spec\.ingress\[1\] +adds nothing beside the rest of this policy\n/u,
    )
  })

  test('the one policy beside which another adds nothing, and the plugins for which it does', async () => {
    const spec = (name: string, port: string): string =>
      `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec: { podSelector: {}, ingress: [{ ports: [${port}] }] }\n`
    const ranges = file('ranges.yaml', spec('wide', '{ port: 80, endPort: 90 }') + spec('narrow', '{ port: 85 }'))
    expect((await grade('lint', '--file', ranges)).out).toMatch(
      /NetworkPolicy shop\/narrow +adds nothing beside NetworkPolicy shop\/wide; depends on: whether the plugin knows endPort: no → has an effect\n/u,
    )
    expect((await grade('lint', '--file', ranges, '--lang', 'ko')).out).toContain(
      'NetworkPolicy shop/wide에 더하는 것이 없음; 달라질 수 있음',
    )
    const json = await grade('lint', '--file', ranges, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({
      findings: [{ by: [{ name: 'wide' }], otherwise: [{ unusual: ['endPort'] }] }],
    })
    const alone = await grade('lint', '--file', file('alone.yaml', spec('open', '').replace('{ ports: [] }', '{}')))
    expect(alone.out).toContain('adds nothing: all that it selects and allows would be allowed without it')
  })

  test('nothing to say', async () => {
    const { code, out } = await grade('lint', '--file', shop)
    expect([code, out]).toEqual([0, expect.stringContaining('every part has an effect')])
  })
})

describe('ClusterNetworkPolicies', () => {
  const cluster = (name: string, action: string): string => `---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${name} }
spec:
  tier: Admin
  priority: 10
  subject: { namespaces: {} }
  ingress:
    - { action: ${action}, from: [{ namespaces: {} }] }
`
  const guarded = file('guarded.yaml', `${SHOP}${cluster('guard', 'Deny')}`)
  const tied = file('tied.yaml', `${SHOP}${cluster('guard', 'Deny')}${cluster('open', 'Accept')}`)

  test('N33 trace: the tier, the rule, where it is written, and what the answer depends on', async () => {
    const { code, out } = await grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', tied)
    expect(code).toBe(1)
    expect(out).toMatch(
      /web 10\.\S+, ingress +tier Admin 10: guard spec\.ingress\[0\]: Deny; not defined, for equal priority: open/u,
    )
    expect(out).toMatch(/denied +\S*tied\.yaml:33:7 +\S*tied\.yaml:43:7/u)
    expect(out).toMatch(/depends on: which of several cluster policies .*Accept before Deny: connected; N34/u)
    const assumed = await grade(
      'trace',
      'pod/shop/client',
      'pod/shop/web:80',
      '--file',
      tied,
      '--assume',
      'equalPriority=accept-first',
    )
    expect(assumed.code).toBe(0)
  })

  test('compare, in both languages', async () => {
    const { code, out } = await grade('compare', shop, guarded)
    expect(code).toBe(1)
    expect(out).toContain('guarded.yaml  1 NetworkPolicy, 1 ClusterNetworkPolicy')
    expect(out).toContain('Different: A allows all that B allows, and more.')
    const dependent = await grade('compare', tied, guarded)
    expect(dependent.code).toBe(4)
    const json = await grade('compare', tied, guarded, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'depends', outcome: 'depends', relation: 'equal' })
    const turned = await grade('compare', guarded, tied, '--expect', 'at-least-as-open')
    expect(turned.code).toBe(0)
    expect(dependent.out).toMatch(/which of several cluster policies of one priority decides: Accept before Deny → /u)
    const korean = await grade('compare', tied, guarded, '--lang', 'ko')
    expect(korean.out).toContain('우선순위가 같은 클러스터 정책 가운데 정하는 것')
  })

  test('forbid and lint', async () => {
    expect((await grade('forbid', '*/*', 'shop/*', '--file', guarded)).code).toBe(0)
    const broken = await grade('forbid', '*/*', 'shop/*', '--file', tied)
    expect([broken.code, broken.out]).toEqual([4, expect.stringContaining('but it can happen as some do: */* → shop/*')])
    expect(broken.out).toContain('one priority decides: Accept before Deny → it can happen')
    const json = await grade('forbid', '*/*', 'shop/*', '--file', tied, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'depends', usual: 'holds', reading: { equalPriority: 'accept-first' } })
    const found = await grade('lint', '--file', tied)
    expect(found.out).toMatch(
      /tied\.yaml:30:3 +ClusterNetworkPolicy guard spec\.priority +ClusterNetworkPolicy open has the same priority and another action/u,
    )
  })

  test('domain names are refused, and why', async () => {
    const named = file('domains.yaml', guardedBy('egress: [{ action: Accept, to: [{ domainNames: [example.com] }] }]'))
    const { code, err } = await grade('matrix', '--file', named)
    expect([code, err]).toEqual([2, expect.stringContaining('write the addresses as `networks`')])
  })

  const guardedBy = (rules: string): string => cluster('guard', 'Deny').replace(/ {2}ingress:\n.*\n/u, `  ${rules}\n`)
})

/** What the ends of a trace may be called, and how those that are not there are refused. */
import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest } from '../support/run-grade.ts'

const podOf = (app: string): string =>
  `metadata: { labels: { app: ${app} } }\n    spec: { containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }`

const file = writeManifest(
  'ends.yaml',
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    ${podOf('web')}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    ${podOf('db')}
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: main, image: busybox, command: [sleep, '3600'] }] }
`,
)

const trace = (from: string, to: string, ...more: readonly string[]) => runGrade('trace', from, to, '--file', file, ...more)

describe('a workload stands for its first Pod', () => {
  test.each([
    ['deployment/shop/web', 'statefulset/shop/db:80', /^shop\/web-\S+ → shop\/db-0:80 {3}connected/u],
    ['deploy/shop/web', 'sts/shop/db:80', /^shop\/web-\S+ → shop\/db-0:80 {3}connected/u],
    ['pod/shop/client', 'deployment/shop/web:80', /^shop\/client → shop\/web-\S+:80 {3}connected/u],
    ['pod/shop/client', 'pod/shop/db-0:80', /^shop\/client → shop\/db-0:80 {3}connected/u],
  ])('%s → %s', async (from, to, headline) => {
    const { code, out } = await trace(from, to)
    expect([code, out]).toEqual([0, expect.stringMatching(headline)])
  })
})

describe('what names no end is refused', () => {
  test.each(['', '.', 'a..b', 'a b', 'shop/web', 'x'.repeat(64), 'http://', 'http://[::1', 'http://web:99999/', ':', ':80'])(
    'to "%s"',
    async (to) => {
      const { code, err } = await trace('pod/shop/client', to)
      expect([code, err]).toEqual([2, expect.stringContaining(`"${to}" names no end of a connection.`)])
    },
  )

  test.each(['outside/nowhere', 'outside/10.0.0', 'shop/client'])('from "%s"', async (from) => {
    const { code, err } = await trace(from, 'pod/shop/client:80')
    expect([code, err]).toEqual([2, expect.stringContaining(`"${from}" names no end of a connection.`)])
  })

  test('schemes may be written in capitals, names with a dot at the end, addresses bare', async () => {
    for (const to of ['HTTP://10.244.9.9/', 'kubernetes.default.svc.cluster.local.', '10.96.0.1', 'fd00::1'])
      expect((await trace('pod/shop/client', to)).err).toBe('')
  })
})

describe('what is not there is refused, with what is', () => {
  test.each([
    ['pod/shop/web', 'pod/shop/client:80', '"pod/shop/web" names no Pod that is there.', 'Did you mean "deployment/shop/web"?'],
    [
      'pod/shop/client',
      'pod/shop/web:80',
      '"pod/shop/web" names no Pod',
      'There are: pod/shop/client, statefulset/shop/db, deployment/shop/web.',
    ],
    ['pod/shop/clinet', 'pod/shop/client:80', '"pod/shop/clinet" names no Pod', 'Did you mean "pod/shop/client"?'],
    [
      'statefulset/shop/web',
      'pod/shop/client:80',
      '"statefulset/shop/web" names no Pod',
      'Did you mean "deployment/shop/web"?',
    ],
    [
      'pod/nowhere/a',
      'pod/shop/client:80',
      '"pod/nowhere/a" names no Pod',
      'pod/shop/client, statefulset/shop/db, deployment/shop/web.',
    ],
    ['node/nosuch', 'pod/shop/client:80', 'There is no Node "nosuch".', 'Nodes: netgrade-control-plane, '],
    ['pod/shop/client', 'node/nosuch:80', 'There is no Node "nosuch".', 'Nodes: netgrade-control-plane, '],
    ['cronjob/shop/web', 'pod/shop/client:80', '"cronjob/shop/web" names no end', 'deployment/NAMESPACE/NAME'],
    ['pod/shop/client', 'deployment/shop/web', '"deployment/shop/web" names no end', 'deployment/NAMESPACE/NAME:PORT'],
  ])('%s → %s', async (from, to, what, todo) => {
    const { code, err } = await trace(from, to)
    expect([code, err]).toEqual([2, expect.stringContaining(what)])
    expect(err).toContain(todo)
  })

  test('in Korean', async () => {
    const { code, err } = await trace('pod/shop/web', 'pod/shop/client:80', '--lang', 'ko')
    expect([code, err]).toEqual([2, expect.stringContaining('"pod/shop/web"에 해당하는 Pod가 없습니다.')])
    expect(err).toContain('deployment/shop/web')
  })

  test('a Pod that was there before the change is there', async () => {
    const after = writeManifest('after.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n')
    const { code, out } = await runGrade('trace', 'pod/shop/client', 'pod/shop/db-0:80', '--file', after, '--before', file)
    expect([code, out]).toEqual([1, expect.stringContaining('unreachable')])
  })
})

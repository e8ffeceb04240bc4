import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)

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

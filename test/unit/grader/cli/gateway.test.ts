import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../../grader/cli/run.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const folder = mkdtempSync(join(tmpdir(), 'netgrade-gateway-'))

const grade = async (language: string, ...argv: readonly string[]): Promise<{ code: number; out: string }> => {
  let out = ''
  const code = await run(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (out += text) },
    environment: { NETGRADE_HOME: folder, LANG: language },
    root: ROOT,
  })
  return { code, out }
}

const shop = join(folder, 'shop.yaml')
writeFileSync(
  shop,
  `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 8080, targetPort: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: door, namespace: shop }
spec: { gatewayClassName: eg, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [shop.test]
  rules:
    - matches: [{ path: { value: /app } }]
      filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]
      backendRefs: [{ name: web, port: 8080 }]
    - matches: [{ path: { value: /broken } }]
      backendRefs: [{ name: nosuch, port: 80 }]
`,
)
const refused = join(folder, 'refused.yaml')
writeFileSync(
  refused,
  `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop }
spec:
  rules:
    - matches: [{ path: { value: app } }]
`,
)

describe('trace through a Gateway', () => {
  test('I22: a request from outside goes to the Gateway that claims its host, by the rule with its place', async () => {
    const { code, out } = await grade('C', 'trace', 'outside', 'http://shop.test/app/', '--file', shop)
    expect(code).toBe(0)
    expect(out).toMatch(/gateway door shop\.test\/app\/ +shop spec\.rules\[0\]\.matches\[0\] → web, \/app\/ → \/ +matched/u)
    expect(out).toContain('shop.yaml:24:17')
    expect(out).toContain('HTTP 200')
    expect(out).toContain('envoy-gateway-system/envoy-shop-door')
  })

  test('I22: in Korean, too', async () => {
    const { out } = await grade('ko_KR.UTF-8', 'trace', 'outside', 'http://shop.test/broken', '--file', shop)
    expect(out).toContain('그런 Service 없음')
    expect(out).toContain('HTTP 500')
  })

  test('I22: what nearly matched is told', async () => {
    const { code, out } = await grade('C', 'trace', 'outside', 'http://shop.test/other', '--file', shop)
    expect(code).toBe(1)
    expect(out).toContain('no rule fits')
    expect(out).toMatch(/shop spec\.rules\[0\]\.matches\[0\]\.path \(.*shop\.yaml:\d+:\d+\)/u)
  })

  test('I22: a manifest that the definitions refuse is told in their words', async () => {
    const { code, out } = await grade('C', 'trace', 'outside', 'http://shop.test/', '--file', refused)
    expect(code).not.toBe(0)
    expect(out).toContain("value must be an absolute path and start with '/'")
  })
})

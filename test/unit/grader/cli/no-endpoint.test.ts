/** What a trace says where a Service has no endpoint, and where nobody knows what listens. */
import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../support/run-grade.ts'

const service = (name: string, selector: string, more = ''): string => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: ${selector}, ports: [{ port: 80${more} }] }
`
const pod = (name: string, container: string, more = ''): string => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: ${name} } }
spec: { ${more}containers: [{ name: c, ${container} }] }
`
const pair = (name: string, container: string, more = ''): string =>
  service(name, `{ app: ${name} }`) + pod(name, container, more)

const manifests = file(
  'no-endpoint.yaml',
  pair('probed', 'image: nginx, readinessProbe: { httpGet: { port: 8081 } }') +
    pair('crash', 'image: busybox, command: [sh, -c, exit 3]') +
    pair('image', 'image: "Not A Name"') +
    pair('unset', 'image: nginx, env: [{ name: A, valueFrom: { configMapKeyRef: { name: none, key: a } } }]') +
    pair('pending', 'image: nginx', 'nodeSelector: { disk: ssd }, ') +
    pair('gated', 'image: nginx', 'readinessGates: [{ conditionType: example.com/gate }], ') +
    pair('ended', 'image: busybox, command: [sh, -c, exit 1]', 'restartPolicy: Never, ') +
    pair('web', 'image: nginx') +
    pair('own', 'image: registry.example/own:1, ports: [{ containerPort: 81 }]') +
    service('named', '{ app: web }', ', targetPort: http') +
    service('slip', '{ app: wbe }') +
    service('key', '{ app.kubernetes.io/name: web }') +
    service('half', '{ app: web, tier: back }') +
    service('far', '{ tier: back }') +
    service('else', '{ app: web }').replace('namespace: shop', 'namespace: default'),
)

const ask = async (to: string, ...more: readonly string[]): Promise<string> =>
  (await grade('trace', 'pod/shop/web', to, '--file', manifests, ...more)).out

describe('a Service without endpoints says why', () => {
  test.each([
    ['probed', /pod shop\/probed \(.*:\d+:\d+\) +not ready: the readiness probe of container c fails/u],
    ['crash', /pod shop\/crash .*container c ends again and again, exit code 3/u],
    ['image', /pod shop\/image .*container c: the image Not A Name cannot be pulled/u],
    ['unset', /pod shop\/unset .*container c waits: CreateContainerConfigError: configmap "none" not found/u],
    ['pending', /pod shop\/pending .*Pending, on no node: 0\/3 nodes are available/u],
    ['gated', /pod shop\/gated .*the readiness gate example\.com\/gate is not True/u],
    ['ended', /pod shop\/ended .*has ended: Failed/u],
    ['named', /pod shop\/web .*has no port named http/u],
    ['slip', /the selector matches no Pod\n.*slip spec\.selector\.app \(.*asks for app=wbe; there is app=web \(Pod web\)/u],
    ['key', /key spec\.selector\[app\.kubernetes\.io\/name\] .*there is app=web \(Pod web\)/u],
    ['half', /half spec\.selector\.tier .*asks for tier=back; there is <none> \(Pod web\)/u],
  ])('%s', async (name, expected) => {
    const text = await ask(`service/shop/${name}:80`)
    expect(text).toContain('no endpoint')
    expect(text).toMatch(expected)
  })

  test('and guesses nothing where nothing is near', async () => {
    const text = await ask('service/shop/far:80')
    expect(text).toContain('the selector matches no Pod')
    expect(text).not.toContain('nearly')
  })

  test('Pods of another namespace', async () => {
    expect(await ask('service/default/else:80')).toMatch(/else metadata\.namespace .*asks for default; there is shop/u)
  })

  test('in Korean, and as data', async () => {
    expect(await ask('service/shop/probed:80', '--lang', 'ko')).toContain('컨테이너 c의 readiness 프로브 실패')
    const { answer } = JSON.parse(await ask('service/shop/crash:80', '--format', 'json')) as {
      answer: { outcomes: readonly { walk: { hops: readonly unknown[] } }[] }
    }
    expect(answer.outcomes[0]?.walk.hops[0]).toMatchObject({
      missing: [{ pod: { namespace: 'shop', name: 'crash' }, reason: 'crash', container: 'c', detail: '3' }],
    })
  })
})

test('a Pod without an address of the Service’s family', async () => {
  const path = file(
    'family.yaml',
    service('web', '{ app: web }').replace('selector:', 'ipFamilies: [IPv6], selector:') +
      pod('web', 'image: nginx').replace(/$/u, 'status: { podIP: 10.244.1.9 }\n') +
      pod('client', 'image: busybox, command: [sleep, infinity]').replace(
        /$/u,
        'status: { podIPs: [{ ip: "fd00:10:244:1::9" }] }\n',
      ),
  )
  const { out } = await grade('trace', 'pod/shop/client', 'service/shop/web:80', '--file', path)
  expect(out).toMatch(/pod shop\/web .*has no IPv6 address/u)
})

describe('where it is not known what listens, the row says what is taken for granted', () => {
  test.each([
    ['pod/shop/own:81', 'connected', 'a containerPort names the port +taken to accept'],
    ['pod/shop/own:80', 'refused', 'no containerPort names the port +taken to refuse'],
    ['192.0.2.1:80', 'connected', 'what listens outside is not known +taken to accept'],
  ])('%s', async (to, verdict, row) => {
    const text = await ask(to)
    expect(text).toContain(`   ${verdict}`)
    expect(text).toMatch(new RegExp(row, 'u'))
    expect(text).not.toContain('nothing listens there')
  })
})

describe('no endpoint on the node, and no endpoint behind a proxy', () => {
  const nodes = [1, 2]
    .map(
      (index) => `
---
apiVersion: v1
kind: Node
metadata: { name: node-${index} }
status: { addresses: [{ type: InternalIP, address: 172.18.0.${index + 1} }] }
`,
    )
    .join('')
  const local = service('local', '{ app: local }').replace('spec: {', 'spec: { internalTrafficPolicy: Local,')
  const outer = service('outer', '{ app: local }', ', nodePort: 30080').replace(
    'spec: {',
    'spec: { type: NodePort, externalTrafficPolicy: Local,',
  )
  const here = pod('here', 'image: nginx, readinessProbe: { httpGet: { port: 8081 } }', 'nodeName: node-1, ').replace(
    'app: here',
    'app: local',
  )
  const away = pod('local', 'image: nginx', 'nodeName: node-2, ')
  const rule = (name: string): string =>
    `{ host: ${name}.test, http: { paths: [{ pathType: Prefix, path: /, backend: { service: { name: ${name}, port: { number: 80 } } } }] } }`
  const routes = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { ingressClassName: nginx, rules: [${rule('probed')}, ${rule('slip')}] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: eg }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw, namespace: shop }
spec: { gatewayClassName: eg, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: shop }
spec: { parentRefs: [{ name: gw }], hostnames: [gw.test], rules: [{ backendRefs: [{ name: probed, port: 80 }] }] }
`
  const probed = pair('probed', 'image: nginx, readinessProbe: { httpGet: { port: 8081 } }')
  const cluster = file(
    'on-node.yaml',
    nodes +
      local +
      outer +
      here +
      away +
      pod('web', 'image: nginx', 'nodeName: node-1, ') +
      probed +
      service('slip', '{ app: wbe }') +
      routes,
  )
  const askThere = async (from: string, to: string, ...more: readonly string[]): Promise<string> =>
    (await grade('trace', from, to, '--file', cluster, ...more)).out

  test.each([
    ['pod/shop/web', 'service/shop/local:80'],
    ['outside', 'node/node-1:30080'],
  ])('policy Local, from %s: which node has one, and why the Pod on this one is none', async (from, to) => {
    const text = await askThere(from, to)
    expect(text).toMatch(/pod shop\/local .*an endpoint, but on node node-2: .*traffic policy Local/u)
    expect(text).toMatch(/pod shop\/here .*not ready: the readiness probe of container c fails/u)
    expect(await askThere(from, to, '--lang', 'ko')).toContain('엔드포인트이지만 노드 node-2에 있음')
  })

  test.each([
    ['Ingress', 'http://probed.test/', /503[\s\S]*pod shop\/probed .*not ready: the readiness probe of container c fails/u],
    ['Ingress', 'http://slip.test/', /the selector matches no Pod\n[\s\S]*asks for app=wbe; there is app=web \(Pod web\)/u],
    ['Gateway', 'http://gw.test/', /503[\s\S]*pod shop\/probed .*not ready: the readiness probe of container c fails/u],
  ])('503 of an %s: %s', async (_, url, expected) => {
    expect(await askThere('outside', url)).toMatch(expected)
  })
})

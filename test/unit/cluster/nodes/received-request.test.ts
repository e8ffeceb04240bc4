/** What servers behind an Ingress controller and behind Gateways receive. */
import { expect, test } from 'vitest'
import type { Source } from '../../../../src/network/model.ts'
import type { Service } from '../../../../src/kubernetes/generated/types.ts'
import { openLab, pod, server, service, tool, type Lab } from './support/lab.ts'

const HOST = 'shop.example'
const CLIENT = '172.18.0.1'

const ingress = (annotations: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', annotations },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: HOST,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
      },
    ],
  },
})

const webAt = (targetPort: number): object => service('web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort }] })

const netexec = server('web', 'registry.k8s.io/e2e-test-images/agnhost:2.53', 'netexec')

const askOutside = async (
  { cluster }: Lab,
  {
    url = `http://${HOST}/`,
    headers = {},
  }: { readonly url?: string; readonly headers?: Readonly<Record<string, string>> } = {},
) => {
  const from: Source = { outside: CLIENT }
  const outcome = await cluster.send({ from, url, headers: { host: HOST, ...headers }, connectTo: 'ingress' }, 0)
  return outcome?.response
}

const controllerIp = ({ cluster }: Lab): string =>
  (cluster.store.get('services', 'ingress-nginx', 'ingress-nginx-controller') as Service | undefined)?.spec?.clusterIP ?? ''

test('ingress-nginx states for whom it asks, in its order, before what the client sent', async () => {
  const listening = pod('web', {
    image: 'busybox',
    command: [
      'sh',
      '-c',
      String.raw`while true; do printf 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' | nc -l -p 8080; done`,
    ],
  })
  const lab = await openLab(listening, webAt(8080), ingress())
  await askOutside(lab, { headers: { 'user-agent': 'curl/8.5.0', accept: '*/*', connection: 'close' } })
  await lab.pass(500)
  expect((await lab.log('web')).replace(/[0-9a-f]{32}/u, 'ID').split('\r\n')).toEqual([
    'GET / HTTP/1.1',
    `Host: ${HOST}`,
    'X-Request-ID: ID',
    `X-Real-IP: ${CLIENT}`,
    `X-Forwarded-For: ${CLIENT}`,
    `X-Forwarded-Host: ${HOST}`,
    'X-Forwarded-Port: 80',
    'X-Forwarded-Proto: http',
    'X-Forwarded-Scheme: http',
    'X-Scheme: http',
    'User-Agent: curl/8.5.0',
    'Accept: */*',
    '',
    '',
  ])
})

const received = async (lab: Lab, name: string, asked: Parameters<typeof askOutside>[1] = {}): Promise<string | undefined> => {
  const { url = `http://${HOST}/` } = asked
  return (await askOutside(lab, { ...asked, url: `${url}header?key=${name}` }))?.body
}

test('ingress-nginx keeps a client’s X-Request-ID, and believes nothing else about the client', async () => {
  const lab = await openLab(netexec, webAt(8080), ingress())
  const headers = { 'x-request-id': 'mine', 'x-forwarded-for': '192.0.2.1', 'x-real-ip': '192.0.2.1' }
  expect(await received(lab, 'X-Request-ID', { headers })).toBe('mine')
  expect(await received(lab, 'X-Forwarded-For', { headers })).toBe(CLIENT)
  expect(await received(lab, 'X-Real-IP', { headers })).toBe(CLIENT)
  expect(await received(lab, 'X-Original-Forwarded-For', { headers })).toBe('192.0.2.1')
  expect(await received(lab, 'X-Forwarded-Port', { url: `https://${HOST}/` })).toBe('443')
  expect(await received(lab, 'X-Forwarded-Proto', { url: `https://${HOST}/` })).toBe('https')
  const ids = [await received(lab, 'X-Request-ID'), await received(lab, 'X-Request-ID')]
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/u), expect.stringMatching(/^[0-9a-f]{32}$/u)])
  expect(new Set(ids).size).toBe(2)
})

test('the log of an nginx behind an Ingress ends with the client’s address', async () => {
  const vhost = { 'nginx.ingress.kubernetes.io/upstream-vhost': 'inner.example' }
  const lab = await openLab(server('web', 'nginx'), webAt(80), ingress(vhost), tool('client', 'nicolaka/netshoot'))
  await askOutside(lab)
  await lab.run('client', ['curl', '-s', '-H', `Host: ${HOST}`, `http://${controllerIp(lab)}/`])
  await lab.run('client', ['curl', '-s', `http://${lab.ip('web')}/`])
  await lab.run('client', ['curl', '-s', '-H', 'X-Forwarded-For: 192.0.2.9', `http://${lab.ip('web')}/`])
  const last = (await lab.log('web')).split('\n').flatMap((line) => / HTTP\/1\.1" 200 .* "([^"]*)"$/u.exec(line)?.[1] ?? [])
  expect(last).toEqual([CLIENT, lab.ip('client'), '-', '192.0.2.9'])
})

test.each([
  ['whitelist-source-range', '10.0.0.0/8', 403],
  ['whitelist-source-range', '10.0.0.0/8, 172.18.0.0/16', 200],
  ['allowlist-source-range', '192.0.2.1', 403],
  ['denylist-source-range', CLIENT, 403],
])('I21: who is outside is judged by %s %s: %i', async (name, sources, status) => {
  const annotated = ingress({ [`nginx.ingress.kubernetes.io/${name}`]: sources })
  const response = await askOutside(await openLab(server('web', 'nginx'), webAt(80), annotated))
  expect(response?.status).toBe(status)
  if (status === 403) expect(response?.body).toContain('<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>')
})

const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'door' },
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
}

const routeWith = (...filters: readonly object[]): object => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'shop' },
  spec: {
    parentRefs: [{ name: 'door' }],
    hostnames: [HOST],
    rules: [{ filters, backendRefs: [{ name: 'web', port: 80 }] }],
  },
})

test('a server behind a Gateway receives the headers that filters set, add and leave', async () => {
  const requestHeaderModifier = {
    set: [{ name: 'X-Stage', value: 'test' }],
    add: [{ name: 'X-Way', value: 'second' }],
    remove: ['X-Secret'],
  }
  const rewrite = { type: 'URLRewrite', urlRewrite: { hostname: 'inner.example' } }
  const modifier = { type: 'RequestHeaderModifier', requestHeaderModifier }
  const lab = await openLab(netexec, webAt(8080), gateway, routeWith(modifier, rewrite))
  const headers = { 'x-stage': 'live', 'x-way': 'first', 'x-secret': '1', accept: '*/*' }
  const body = (await askOutside(lab, { headers, url: `http://${HOST}/header` }))?.body ?? ''
  expect(JSON.parse(body)).toEqual({ Accept: ['*/*'], 'X-Stage': ['test'], 'X-Way': ['first,second'] })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import { pod, service } from '../harness.ts'

let cluster: Cluster

const ask = async (path: string, method = 'GET'): Promise<{ code: number; text: string; location: string | null }> => {
  const response = await cluster.handle(new Request(`https://127.0.0.1/api/v1/namespaces/default/${path}`, { method }))
  return { code: response.status, text: await response.text(), location: response.headers.get('location') }
}

beforeAll(async () => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  cluster.apply(pod('web', { app: 'web' }))
  cluster.apply(service('web', { ports: [{ name: 'http', port: 8080, targetPort: 80 }] }))
  cluster.apply(service('plain', { selector: { app: 'web' }, ports: [{ port: 80 }] }))
  cluster.apply(service('lonely', {}))
  await cluster.settle()
})

describe('a proxied request', () => {
  test.each([
    ['services/plain/proxy/', 200, 'Welcome to nginx!'],
    ['services/:plain:/proxy/', 200, 'Welcome to nginx!'],
    ['services/web:http/proxy/', 200, 'Welcome to nginx!'],
    ['services/web:8080/proxy/', 200, 'Welcome to nginx!'],
    ['services/http:web:8080/proxy/', 200, 'Welcome to nginx!'],
    ['services/web:http/proxy/none', 404, '404 Not Found'],
    ['services/web:80/proxy/', 503, 'no service port 80 found for service \\"web\\"'],
    ['services/web/proxy/', 503, 'no endpoints available for service \\"web\\"'],
    ['services/http:web:other/proxy/', 503, 'no endpoints available for service \\"http:web:other\\"'],
    ['services/ftp:web:8080/proxy/', 400, 'invalid service request \\"ftp:web:8080\\"'],
    ['pods/a:b:c:d/proxy/', 400, 'invalid pod request \\"a:b:c:d\\"'],
    ['services/lonely/proxy/', 503, 'no endpoints available for service \\"lonely\\"'],
    ['services/nobody/proxy/', 404, 'services \\"nobody\\" not found'],
    ['pods/web/proxy/', 200, 'Welcome to nginx!'],
    ['pods/web:80/proxy/', 200, 'Welcome to nginx!'],
    ['pods/web:81/proxy/', 503, 'connect: connection refused'],
    ['pods/nobody/proxy/', 404, 'pods \\"nobody\\" not found'],
  ])('%s is answered by %i and %s', async (path, code, text) => {
    expect(await ask(path)).toMatchObject({ code, text: expect.stringContaining(text) })
  })

  test('that fails is answered in lines for those who read it', async () => {
    const url = 'https://127.0.0.1/api/v1/namespaces/default/pods/web:81/proxy/'
    const response = await cluster.handle(new Request(url, { headers: { 'user-agent': 'curl/8.14.1' } }))
    expect(await response.text()).toMatch(/^\{\n {2}"kind": "Status",\n/u)
    expect(response.headers.get('cache-control')).toBe('no-cache, private')
  })

  test('without a path is sent to the folder', async () => {
    expect(await ask('services/web/proxy?a=1')).toMatchObject({
      code: 301,
      location: '/api/v1/namespaces/default/services/web/proxy/?a=1',
    })
  })

  test('reaches the program, which logs the path as it was sent', async () => {
    await ask('pods/web/proxy/a%20b//c?x=1')
    let logs = ''
    const lines = cluster.runtime.logs({ namespace: 'default', name: 'web' }, {})
    if (!(Symbol.asyncIterator in lines)) throw new Error('no logs')
    for await (const chunk of lines) logs += new TextDecoder().decode(chunk)
    expect(logs).toContain('"GET /a%20b//c?x=1 HTTP/1.1"')
  })
})

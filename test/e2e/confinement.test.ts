/** No request makes the daemon leave its state directory, start a process or open an outside connection: its system calls are watched. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type DaemonApi } from './support/api.ts'
import { hasKubectl, openSession, ROOT, sleep, type Session } from './support/session.ts'

const CALLS =
  'openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,symlink,symlinkat,link,linkat,execve,connect,fdatasync'

const canTrace = ((): boolean => {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=execve', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const POD = (name: string, spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec,
})

/** A file of this machine that nothing in the cluster may show, and a server that nothing may call. */
const SECRET = 'netgrade-must-not-read-this'

describe.skipIf(!canTrace || !hasKubectl)('a daemon under observation', () => {
  let session: Session
  let api: DaemonApi
  let tracer: ChildProcess
  let outside: string
  let called = 0
  const bait = createServer((_request, response) => {
    called += 1
    response.end(SECRET)
  })

  const calls = async (): Promise<readonly string[]> => (await readFile(join(session.home, 'trace'), 'utf8')).split('\n')

  beforeAll(async () => {
    bait.listen(0, '127.0.0.1')
    await once(bait, 'listening')
    session = await openSession()
    outside = join(session.home, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'secret'), SECRET)
    expect((await session.grade('up', '--brief')).code).toBe(0)
    api = await openApi(session.state)
    // What programs need for the first time is loaded from the build and node_modules: that is before the hostile requests.
    const shell = { containers: [{ name: 'c', image: 'nicolaka/netshoot', command: ['sleep', '3600'] }] }
    expect((await api.ask('POST', '/api/v1/namespaces/default/pods', POD('shell', shell))).code).toBe(201)
    await session.kubectl('wait', '--for=condition=Ready', 'pod/shell', '--timeout=20s')
    await session.kubectl('exec', 'shell', '--', 'sh', '-c', 'curl -s -m 1 http://shell; echo | cat')
    tracer = spawn('strace', [
      '-f',
      '-p',
      String(api.pid),
      '-e',
      `trace=${CALLS}`,
      '-s',
      '300',
      '-o',
      join(session.home, 'trace'),
    ])
    await once(tracer.stderr ?? tracer, 'data')
  })
  afterAll(async () => {
    tracer.kill()
    api.close()
    bait.close()
    await session.close()
  })

  /** Whether the path may be opened: the daemon's own files, and its program's, which it loads as it needs them. */
  const mayOpen = (path: string): boolean =>
    [session.state, join(ROOT, 'dist'), join(ROOT, 'node_modules'), join(ROOT, 'package.json')].some((place) =>
      path.startsWith(place),
    ) || path === `/proc/${api.pid}/stat`

  const isStray = (line: string): boolean => {
    if (/\b(?:execve|connect)\(/u.test(line)) return true
    const [path] = /(?<=")[^"]*(?=")/u.exec(line) ?? []
    return path !== undefined && !mayOpen(path)
  }

  const strays = async (): Promise<readonly string[]> => (await calls()).filter(isStray)

  it('is seen at work, and a stray would be told', async () => {
    expect((await api.ask('POST', '/api/v1/namespaces', { metadata: { name: 'seen' } })).code).toBe(201)
    await expect.poll(async () => (await calls()).join('\n')).toMatch(/fdatasync\(/u)
    expect(isStray(`7 openat(AT_FDCWD, "${outside}/secret", O_RDONLY) = 3`)).toBe(true)
    expect(isStray('7 execve("/usr/bin/id", ["id"], 0x7ffc /* 9 vars */) = 0')).toBe(true)
    expect(isStray('7 connect(3, {sa_family=AF_INET, sin_port=htons(80)}, 16) = 0')).toBe(true)
    expect(isStray(`7 openat(AT_FDCWD, "${session.state}/data/journal", O_RDWR) = 3`)).toBe(false)
  })

  it.each([
    '/api/v1/namespaces/..%2f..%2f..%2fetc/pods/passwd',
    '/api/v1/namespaces/default/pods/..%2f..%2fetc%2fpasswd',
    '/../../../../etc/passwd',
    '//etc/passwd',
    '/openapi/v3/../../etc/passwd',
    '/openapi/v3/%2e%2e/%2e%2e/etc/passwd',
    '/netgrade/../../etc/passwd',
    '/logs/../../etc/passwd',
    '/static/../etc/passwd',
    '/api/v1/nodes/netgrade-worker/proxy/logs/../../etc/passwd',
    '/api/v1/namespaces/default/pods/shell/log?container=../../etc/passwd',
    '/api/v1/namespaces/default/pods/shell:80/proxy/../../../etc/passwd',
    '/api/v1/namespaces/default/services/http:169.254.169.254:80/proxy/latest/meta-data',
    '/api/v1/namespaces/default/pods/http:127.0.0.1:80/proxy/',
    '/api/v1/nodes/127.0.0.1:80/proxy/',
    '/api/v1/nodes/169.254.169.254/proxy/',
  ])('GET %s', async (path) => {
    const { text } = await api.ask('GET', path)
    expect(text).not.toContain('root:x:0:0')
    expect(await strays()).toEqual([])
  })

  it('objects that name files, sockets, images, hosts and webhooks', async () => {
    const { port } = bait.address() as AddressInfo
    const bound = {
      name: 'c',
      image: 'busybox',
      command: ['cat', '/host/secret'],
      volumeMounts: [{ name: 'v', mountPath: '/host', subPath: '../../outside' }],
    }
    const objects: readonly (readonly [path: string, object: object])[] = [
      [
        '/api/v1/namespaces/default/pods',
        POD('host-path', {
          volumes: [{ name: 'v', hostPath: { path: outside } }],
          containers: [{ ...bound, volumeMounts: [{ name: 'v', mountPath: '/host' }] }],
        }),
      ],
      ['/api/v1/namespaces/default/pods', POD('sub-path', { volumes: [{ name: 'v', emptyDir: {} }], containers: [bound] })],
      [
        '/api/v1/namespaces/default/pods',
        POD('image', { containers: [{ name: 'c', image: `127.0.0.1:${port}/../../etc/passwd:latest` }] }),
      ],
      [
        '/api/v1/namespaces/default/pods',
        POD('probe', {
          containers: [
            {
              name: 'c',
              image: 'nginx',
              livenessProbe: { httpGet: { host: '127.0.0.1', port } },
              lifecycle: { postStart: { httpGet: { host: '127.0.0.1', port } } },
            },
          ],
        }),
      ],
      ['/api/v1/namespaces/default/pods', POD('..', { containers: [{ name: 'c', image: 'nginx' }] })],
      ['/api/v1/namespaces/default/configmaps', { metadata: { name: '../../outside/made' } }],
      ['/api/v1/namespaces/default/configmaps', { metadata: { name: 'keys' }, data: { '../../outside/made': 'x' } }],
      [
        '/api/v1/namespaces/default/services',
        { metadata: { name: 'away' }, spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] } },
      ],
      [
        '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
        {
          metadata: { name: 'out', labels: { 'kubernetes.io/service-name': 'away' } },
          addressType: 'IPv4',
          endpoints: [{ addresses: ['127.0.0.1'] }],
          ports: [{ port }],
        },
      ],
      [
        '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
        {
          metadata: {
            name: 'in',
            annotations: {
              'nginx.ingress.kubernetes.io/auth-url': `http://127.0.0.1:${port}/`,
              'nginx.ingress.kubernetes.io/configuration-snippet': `proxy_pass http://127.0.0.1:${port};`,
            },
          },
          spec: {
            ingressClassName: 'nginx',
            tls: [{ secretName: '../../credentials' }],
            defaultBackend: { service: { name: 'away', port: { number: port } } },
          },
        },
      ],
      [
        '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
        {
          metadata: { name: 'hook' },
          webhooks: [
            {
              name: 'a.b.c',
              clientConfig: { url: `https://127.0.0.1:${port}/` },
              sideEffects: 'None',
              admissionReviewVersions: ['v1'],
            },
          ],
        },
      ],
      [
        '/apis/apiregistration.k8s.io/v1/apiservices',
        {
          metadata: { name: 'v1.away.example.com' },
          spec: { group: 'away.example.com', version: 'v1', service: { name: 'away', namespace: 'default', port } },
        },
      ],
    ]
    const codes = await Promise.all(objects.map(async ([path, object]) => (await api.ask('POST', path, object)).code))
    expect(codes.every((code) => code < 500)).toBe(true)
    await sleep(1500)
    for (const name of ['host-path', 'sub-path']) expect((await session.kubectl('logs', name)).out).not.toContain(SECRET)
    expect(await strays()).toEqual([])
    expect(called).toBe(0)
  })

  it('programs in Pods', async () => {
    const { port } = bait.address() as AddressInfo
    const lines = [
      `cat ${outside}/secret /etc/shadow /proc/1/environ /proc/self/root${outside}/secret`,
      `echo made > ${outside}/made; ln -s ${outside} /tmp/link; cat /tmp/link/secret; rm -rf ${outside}`,
      `curl -s -m 2 http://127.0.0.1:${port}/; curl -s -m 2 file://${outside}/secret; wget -qO- -T 2 http://localhost:${port}/`,
      'curl -s -m 2 http://169.254.169.254/; nc -w 1 1.1.1.1 53 </dev/null; nslookup example.com 1.1.1.1; ping -c 1 -W 1 8.8.8.8',
      `curl -s -m 2 http://away:${port}/; curl -s -m 2 -o ${outside}/made http://shell/`,
      'python3 -c "import os"; node -e 1; js-exec 1; sqlite3 /tmp/x "select 1"; /bin/sh -c "$0"; exec /usr/bin/id; mount; docker ps',
      'tar cf - /../../../../etc/passwd | wc -c; find /../../.. -name secret; ls /proc/self/fd',
    ]
    for (const line of lines) {
      const { out } = await session.kubectl('exec', 'shell', '--', 'sh', '-c', line)
      expect(out).not.toContain(SECRET)
      expect(out).not.toContain('root:$')
    }
    for (const to of ['../../../../../../tmp/netgrade-made', '/../../tmp/netgrade-made', '/proc/self/root/tmp/netgrade-made'])
      await session.kubectl('cp', join(outside, 'secret'), `shell:${to}`)
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe(SECRET)
    expect(await strays()).toEqual([])
    expect(called).toBe(0)
  })
})

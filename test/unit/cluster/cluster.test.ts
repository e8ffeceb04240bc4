import { describe, expect, test } from 'vitest'
import { createCluster } from '../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock, isVirtualClock } from '../../../src/cluster/virtual.ts'
import type { ConfigMap, Pod, Service } from '../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { connect } from '../../../src/network/connect.ts'

const START = Date.UTC(2026, 10, 24)

const create = (objects?: readonly KubernetesObject[], certificateAuthority?: string): Cluster =>
  createCluster({
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    clock: createVirtualClock(START),
    random: createSeededRandom(1),
    ...(objects === undefined ? {} : { objects }),
  })

const apply = (cluster: Cluster, ...objects: readonly object[]): void => {
  for (const object of objects) {
    const result = cluster.apply(object as KubernetesObject)
    if (result.kind === 'Status') throw new Error((result as { message?: string }).message)
  }
}

const pod = (
  name: string,
  image: string,
  more: { readonly spec?: object; readonly container?: object; readonly labels?: object } = {},
): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: more.labels ?? { app: name } },
  spec: { containers: [{ name: 'c', image, ...more.container }], ...more.spec },
})

const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
})

const read = (cluster: Cluster, name: string): Pod => cluster.store.get('pods', 'default', name) as Pod
const listening = (cluster: Cluster, name: string): readonly string[] =>
  (cluster.snapshot().facts.pods[`default/${name}`]?.listeners ?? []).map(
    ({ program, protocol, port }) => `${program} ${protocol} ${port}`,
  )
const state = (cluster: Cluster, name: string) => read(cluster, name).status?.containerStatuses?.[0]

const logs = async (cluster: Cluster, name: string, options = {}): Promise<string> => {
  const lines = cluster.runtime.logs({ namespace: 'default', name }, options)
  if (!(Symbol.asyncIterator in lines)) return `refused: ${lines.message ?? ''}`
  let text = ''
  for await (const chunk of lines) text += new TextDecoder().decode(chunk)
  return text
}

/** Runs a command while the clock moves on. */
const exec = async (
  cluster: Cluster,
  name: string,
  ...command: readonly string[]
): Promise<{ readonly out: string; readonly code: number | string }> => {
  let out = ''
  const print = (chunk: Uint8Array): void => void (out += new TextDecoder().decode(chunk))
  const streams = { stdout: print, stderr: print, tty: false }
  let result: { readonly exitCode: number } | { readonly message?: string } | undefined
  void cluster.runtime
    .exec({ namespace: 'default', name }, command, streams, new AbortController().signal)
    .then((done) => (result = done))
  // The first command loads the shell from disk, which takes as long as it takes: the runner's own limit ends the wait.
  while (result === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(20)
  }
  return { out, code: 'exitCode' in result ? result.exitCode : (result.message ?? '') }
}

const SLEEP = { spec: { restartPolicy: 'Never' }, container: { args: ['sleep', '3600'] } }

/** Attaches until the process has ended, with what the client sends. */
const attach = async (
  cluster: Cluster,
  name: string,
  sent: string,
): Promise<{ readonly out: string; readonly code: unknown }> => {
  let out = ''
  const print = (chunk: Uint8Array): void => void (out += new TextDecoder().decode(chunk))
  const stdin = (async function* () {
    yield await Promise.resolve(new TextEncoder().encode(sent))
  })()
  let result: unknown
  void cluster.runtime
    .attach({ namespace: 'default', name }, { stdin, stdout: print, stderr: print, tty: false }, new AbortController().signal)
    .then((done) => (result = done))
  while (result === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(20)
  }
  return { out, code: result }
}

describe('a new cluster', () => {
  test('has nodes, namespaces, DNS and an Ingress controller that run', async () => {
    const cluster = create()
    await cluster.settle()
    expect(cluster.store.list('nodes')).toHaveLength(3)
    expect(cluster.store.list('namespaces').map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['default', 'kube-node-lease', 'kube-public', 'kube-system', 'ingress-nginx']),
    )
    expect((cluster.store.get('services', 'kube-system', 'kube-dns') as Service).spec?.clusterIP).toBe('10.96.0.10')
    expect((cluster.store.get('services', 'default', 'kubernetes') as Service).spec?.clusterIP).toBe('10.96.0.1')
    for (const found of cluster.store.list('pods')) expect((found as Pod).status?.phase).toBe('Running')
    expect(cluster.store.get('ingressclasses.networking.k8s.io', undefined, 'nginx')).toBeDefined()
  })

  test('gives every namespace the certificate of its server, and the new one after that has changed', async () => {
    const bundles = ({ store }: Cluster): ReadonlySet<string | undefined> =>
      new Set(
        store
          .list('configmaps')
          .flatMap((map) => (map.metadata.name === 'kube-root-ca.crt' ? [(map as ConfigMap).data?.['ca.crt']] : [])),
      )
    const first = create(undefined, 'one')
    await first.settle()
    expect(bundles(first)).toEqual(new Set(['one']))
    const again = create(
      [...first.store.entries()].map(([, object]) => object),
      'two',
    )
    await again.settle()
    expect(bundles(again)).toEqual(new Set(['two']))
  })

  test('is the same for the same seed', async () => {
    const [a, b] = [create(), create()]
    await a.settle()
    await b.settle()
    expect(a.snapshot()).toEqual(b.snapshot())
  })
})

describe('a Pod and its Service', () => {
  test('run: address, endpoint, listener, and a page over the network model', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx:latest'), service('web'))
    await cluster.settle()
    const { status, spec } = read(cluster, 'web')
    expect(status).toMatchObject({ phase: 'Running', podIP: expect.stringMatching(/^10\.244\.[12]\.\d+$/u) })
    expect(spec?.nodeName).toMatch(/worker/u)
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 80'])
    const exchange = await cluster.send({ from: { outside: '198.51.100.7' }, url: `http://${status?.podIP ?? ''}/` })
    expect(exchange.outcomes.length).toBeGreaterThan(0)
    const inside = await cluster.send({ from: { node: 'netgrade-worker' }, url: `http://${status?.podIP ?? ''}/` })
    expect(inside.outcomes[0]?.response?.body).toContain('Welcome to nginx!')
    expect(await logs(cluster, 'web')).toContain('"GET / HTTP/1.1" 200')
  })

  test('an address stays with its Pod through a fork, which changes nothing', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'))
    await cluster.settle()
    const objects = [...cluster.store.entries()].map(([, object]) => object)
    const fork = create(objects)
    await fork.settle()
    expect(fork.snapshot()).toEqual(cluster.snapshot())
    apply(fork, pod('other', 'nginx'))
    await fork.settle()
    expect(read(fork, 'other').status?.podIP).not.toBe(read(fork, 'web').status?.podIP)
    expect(cluster.store.get('pods', 'default', 'other')).toBeUndefined()
  })

  test('a Pod that is deleted goes, and its endpoint with it', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'))
    await cluster.settle()
    cluster.writer.delete({ kind: 'Pod', namespace: 'default', name: 'web' })
    await cluster.settle()
    expect(cluster.store.get('pods', 'default', 'web')).toBeUndefined()
    const from = { node: 'netgrade-worker' }
    const [outcome] = connect(cluster.snapshot(), {
      from,
      to: { service: { namespace: 'default', name: 'web' } },
      port: 80,
    }).outcomes
    expect(outcome?.verdict).toBe('refused')
  })
})

describe('what listens is what the container runs', () => {
  const configMap = (data: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' }, data })
  const mounted = (mountPath: string, subPath?: string) => ({
    spec: { volumes: [{ name: 'v', configMap: { name: 'conf' } }] },
    container: { volumeMounts: [{ name: 'v', mountPath, ...(subPath === undefined ? {} : { subPath }) }] },
  })
  const server = 'server { listen 8080; location / { return 200 "hi\\n"; } }'
  const rows: readonly (readonly [string, readonly object[], readonly string[]])[] = [
    [
      'a containerPort opens nothing',
      [pod('p', 'nginx', { container: { ports: [{ containerPort: 8080 }] } })],
      ['nginx TCP 80'],
    ],
    [
      'nginx from conf.d',
      [configMap({ 'default.conf': server }), pod('p', 'nginx', mounted('/etc/nginx/conf.d'))],
      ['nginx TCP 8080'],
    ],
    [
      'nginx from one file by subPath',
      [configMap({ mine: server }), pod('p', 'nginx', mounted('/etc/nginx/conf.d/default.conf', 'mine'))],
      ['nginx TCP 8080'],
    ],
    [
      'a second file beside the default',
      [configMap({ mine: server }), pod('p', 'nginx', mounted('/etc/nginx/conf.d/mine.conf', 'mine'))],
      ['nginx TCP 80', 'nginx TCP 8080'],
    ],
    [
      'nginx after sed in a shell',
      [
        pod('p', 'nginx', {
          container: {
            command: ['sh', '-c', "sed -i 's/80;/8080;/' /etc/nginx/conf.d/default.conf && nginx -g 'daemon off;'"],
          },
        }),
      ],
      ['nginx TCP 8080'],
    ],
    ['httpd', [pod('p', 'httpd:2.4')], ['httpd TCP 80']],
    [
      'busybox httpd in a shell',
      [
        pod('p', 'busybox', {
          container: { command: ['sh', '-c', 'mkdir -p /www; echo hi > /www/index.html; httpd -f -p 8081 -h /www'] },
        }),
      ],
      ['httpd TCP 8081'],
    ],
    [
      'busybox httpd by itself',
      [pod('p', 'busybox', { container: { args: ['httpd', '-f', '-p', '8080'] } })],
      ['httpd TCP 8080'],
    ],
    ['nc', [pod('p', 'busybox', { container: { args: ['nc', '-lk', '-p', '9000', '-e', 'cat'] } })], ['nc TCP 9000']],
    [
      'python',
      [pod('p', 'python:3', { container: { command: ['python', '-m', 'http.server', '8001'] } })],
      ['python TCP 8001'],
    ],
    [
      'agnhost',
      [
        pod('p', 'registry.k8s.io/e2e-test-images/agnhost:2.40', {
          container: { args: ['netexec', '--http-port=8083', '--udp-port=-1'] },
        }),
      ],
      ['agnhost TCP 8083'],
    ],
    [
      'redis on a port of its own',
      [pod('p', 'redis:7', { container: { args: ['--port', '6380'], command: ['redis-server'] } })],
      ['redis-server TCP 6380'],
    ],
    [
      'redis by its options alone',
      [pod('p', 'redis:7', { container: { args: ['--port', '6381'] } })],
      ['redis-server TCP 6381'],
    ],
    [
      'http-echo',
      [pod('p', 'hashicorp/http-echo', { container: { args: ['-text=hi', '-listen=:5679'] } })],
      ['http-echo TCP 5679'],
    ],
    ['an image nobody knows', [pod('p', 'example.com/own/app:1')], []],
    ['sleep', [pod('p', 'busybox', SLEEP)], []],
  ]
  test.each(rows)('%s', async (_, objects, expected) => {
    const cluster = create()
    apply(cluster, ...objects)
    await cluster.settle()
    expect(read(cluster, 'p').status?.phase).toBe('Running')
    expect(listening(cluster, 'p')).toEqual(expected)
  })

  test('an image that nobody knows says so, and its Pod can declare its ports', async () => {
    const cluster = create()
    const declared = pod('told', 'example.com/app') as { metadata: object }
    apply(cluster, pod('p', 'example.com/app'), {
      ...declared,
      metadata: { ...declared.metadata, annotations: { 'netgrade.dev/listens': '8080/tcp http' } },
    })
    await cluster.settle()
    expect(cluster.snapshot().facts.pods['default/p']?.complete).toBe(false)
    expect(await logs(cluster, 'p')).toContain('netgrade.dev/listens')
    expect(cluster.snapshot().facts.pods['default/told']).toMatchObject({ complete: true, listeners: [{ port: 8080 }] })
  })

  test.each(['Always', 'Never'])('an image that is changed is run, under restart policy %s', async (restartPolicy) => {
    const cluster = create()
    const changeImage = (name: string, image: string): void => {
      const { spec, ...rest } = read(cluster, name)
      const [container] = spec?.containers ?? []
      apply(cluster, { ...rest, spec: { ...spec, containers: [{ ...container, image }] } })
    }
    apply(cluster, pod('waiting', 'ngnix', { spec: { restartPolicy } }))
    apply(cluster, pod('running', 'nginx:1.26', { spec: { restartPolicy } }))
    await cluster.settle(60_000)
    expect(state(cluster, 'waiting')?.state?.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/u)
    expect(state(cluster, 'running')).toMatchObject({ image: 'docker.io/library/nginx:1.26', restartCount: 0, ready: true })
    changeImage('waiting', 'nginx')
    changeImage('running', 'nginx:1.27')
    await cluster.settle(5_000)
    expect(state(cluster, 'waiting')).toMatchObject({ restartCount: 0, ready: true })
    expect(listening(cluster, 'waiting')).toEqual(['nginx TCP 80'])
    expect(state(cluster, 'running')).toMatchObject({
      image: 'docker.io/library/nginx:1.27',
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 0 } },
    })
    expect(cluster.store.list('events').map((event) => ('message' in event ? event.message : undefined))).toContain(
      'Container c definition changed, will be restarted',
    )
  })

  test('P1: two containers of a Pod cannot have the same port', async () => {
    const cluster = create()
    apply(cluster, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: {
        containers: [
          { name: 'a', image: 'nginx' },
          { name: 'b', image: 'nginx' },
        ],
      },
    })
    await cluster.settle(5_000)
    const second = read(cluster, 'p').status?.containerStatuses?.find(({ name }) => name === 'b')
    expect(second?.ready).toBe(false)
    expect(second?.lastState?.terminated?.exitCode ?? second?.state?.terminated?.exitCode).toBe(1)
    expect(await logs(cluster, 'p')).toContain('Configuration complete')
  })
})

describe('how containers end', () => {
  test('a Pod that is to run once ends with its exit code and keeps its output', async () => {
    const cluster = create()
    apply(
      cluster,
      pod('once', 'busybox:1.28', {
        spec: { restartPolicy: 'Never' },
        container: { args: ['sh', '-c', 'echo hello; exit 3'] },
      }),
    )
    await cluster.settle()
    expect(read(cluster, 'once').status?.phase).toBe('Failed')
    expect(state(cluster, 'once')?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
    expect(await logs(cluster, 'once')).toBe('hello\n')
  })

  test('a crashed container is shown as ended until its kubelet looks again, and counts a restart when it runs again', async () => {
    const cluster = create()
    apply(cluster, pod('crash', 'busybox', { container: { command: ['sh', '-c', 'echo bye; exit 2'] } }))
    const previous = async (): Promise<string> => {
      const lines = cluster.runtime.logs({ namespace: 'default', name: 'crash', container: 'c' }, { previous: true })
      if ('kind' in lines) return lines.message ?? ''
      let text = ''
      for await (const chunk of lines) text += new TextDecoder().decode(chunk)
      return text
    }
    await cluster.settle(5_000)
    expect(state(cluster, 'crash')).toMatchObject({
      restartCount: 1,
      state: { terminated: { exitCode: 2, reason: 'Error' } },
      lastState: { terminated: { exitCode: 2 } },
    })
    const last = state(cluster, 'crash')?.lastState?.terminated?.containerID ?? 'none'
    expect(await previous()).toBe(`unable to retrieve container logs for ${last}`)
    await cluster.settle(13_000)
    expect(state(cluster, 'crash')).toMatchObject({ restartCount: 2, state: { terminated: { exitCode: 2 } } })
    await cluster.settle(13_000)
    expect(state(cluster, 'crash')).toMatchObject({
      restartCount: 2,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 2 } },
    })
    expect(await previous()).toBe('bye\n')
  })

  test.each([
    ['echo hello', false],
    ['echo hello; sleep 1', true],
  ])('a script that ends before anybody looks is never seen to run: %s', async (script, seen) => {
    const cluster = create()
    const phases = new Set<string>()
    cluster.store.subscribe(({ object, resource }) => {
      if (resource === 'pods' && isPod(object) && object.metadata.name === 'once') phases.add(object.status?.phase ?? '')
    })
    apply(cluster, pod('once', 'busybox', { spec: { restartPolicy: 'Never' }, container: { command: ['sh', '-c', script] } }))
    await cluster.settle()
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(2_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await cluster.settle()
    expect(read(cluster, 'once').status?.phase).toBe('Succeeded')
    expect(phases.has('Running')).toBe(seen)
  })

  test('a container that keeps failing waits longer each time', async () => {
    const cluster = create()
    apply(cluster, pod('crash', 'busybox', { container: { command: ['false'] } }))
    await cluster.settle(120_000)
    expect(state(cluster, 'crash')?.restartCount).toBeGreaterThanOrEqual(3)
    expect(state(cluster, 'crash')?.state?.waiting?.reason).toBe('CrashLoopBackOff')
    expect(state(cluster, 'crash')?.lastState?.terminated?.exitCode).toBe(1)
  })

  const rows: readonly (readonly [string, object, string])[] = [
    ['an image name that is none', pod('p', 'Not A Name'), 'InvalidImageName'],
    [
      'a ConfigMap that is not there, as a variable',
      pod('p', 'nginx', { container: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'no', key: 'k' } } }] } }),
      'CreateContainerConfigError',
    ],
    [
      'a ConfigMap that is not there, as a volume',
      pod('p', 'nginx', {
        spec: { volumes: [{ name: 'v', configMap: { name: 'no' } }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      }),
      'ContainerCreating',
    ],
  ]
  test.each(rows)('%s keeps it from starting', async (_, object, reason) => {
    const cluster = create()
    apply(cluster, object)
    await cluster.settle(5_000)
    expect(read(cluster, 'p').status?.phase).toBe('Pending')
    expect(state(cluster, 'p')?.state?.waiting?.reason).toBe(reason)
  })

  test('what was missing brings the Pod up once it is there', async () => {
    const cluster = create()
    apply(cluster, pod('p', 'nginx', { container: { envFrom: [{ configMapRef: { name: 'later' } }] } }))
    await cluster.settle(5_000)
    apply(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later' }, data: { A: 'b' } })
    await cluster.settle()
    expect(read(cluster, 'p').status?.phase).toBe('Running')
  })

  test('init containers run first, one after another', async () => {
    const cluster = create()
    const init = (name: string, command: readonly string[]) => ({ name, image: 'busybox', command })
    apply(cluster, pod('p', 'nginx', { spec: { initContainers: [init('a', ['sleep', '2']), init('b', ['true'])] } }))
    await cluster.settle(1_000)
    expect(read(cluster, 'p').status?.phase).toBe('Pending')
    await cluster.settle(10_000)
    expect(read(cluster, 'p').status?.phase).toBe('Running')
  })
})

describe('probes', () => {
  test.each([
    ['/', 'True'],
    ['/nosuch', 'False'],
  ])('S19: readiness by GET %s', async (path, ready) => {
    const cluster = create()
    apply(
      cluster,
      pod('p', 'nginx', { container: { readinessProbe: { httpGet: { path, port: 80 }, periodSeconds: 1 } } }),
      service('p'),
    )
    await cluster.settle(5_000)
    expect(read(cluster, 'p').status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe(ready)
  })

  test('S19: a container whose liveness fails is started again', async () => {
    const cluster = create()
    apply(
      cluster,
      pod('p', 'nginx', { container: { livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 2 } } }),
    )
    await cluster.settle()
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(5_000)
    await cluster.settle()
    expect(state(cluster, 'p')?.restartCount).toBeGreaterThan(0)
  })
})

describe('commands in containers', () => {
  const ready = async (...more: readonly object[]): Promise<Cluster> => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'), pod('client', 'busybox:1.28', SLEEP), ...more)
    await cluster.settle()
    return cluster
  }
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'none' },
    spec: { podSelector: { matchLabels: { app: 'web' } } },
  }
  const rows: readonly (readonly [string, readonly object[], readonly string[], number, RegExp])[] = [
    ['a page', [], ['wget', '-qO-', '-T', '3', 'http://web'], 0, /^<!DOCTYPE html>[\s\S]*Welcome to nginx!/u],
    [
      'a port that the Service does not have',
      [],
      ['wget', '-qO-', '-T', '3', 'http://web:8080'],
      1,
      /^wget: download timed out\n$/u,
    ],
    [
      'a page that is not there',
      [],
      ['wget', '-qO-', 'http://web/nosuch'],
      1,
      /^wget: server returned error: HTTP\/1\.1 404 Not Found\n$/u,
    ],
    ['a name that is not there', [], ['wget', '-qO-', '-T', '3', 'http://nosuch:80'], 1, /^wget: bad address 'nosuch:80'\n$/u],
    ['a policy in between', [policy], ['wget', '-qO-', '-T', '2', 'http://web'], 1, /^wget: download timed out\n$/u],
    [
      'nobody behind the Service',
      [service('empty')],
      ['wget', '-qO-', '-T', '2', 'http://empty'],
      1,
      /^wget: can't connect to remote host \(10\.96\.\d+\.\d+\): Connection refused\n$/u,
    ],
    ['an open port', [], ['nc', '-z', '-w', '2', 'web', '80'], 0, /^$/u],
    [
      'a look-up',
      [],
      ['nslookup', 'web'],
      0,
      /Address 1: 10\.96\.0\.10 kube-dns[\s\S]*Name: {6}web\nAddress 1: 10\.96\.\d+\.\d+ web\.default\.svc\.cluster\.local/u,
    ],
    ['its name', [], ['hostname'], 0, /^client\n$/u],
    [
      'its resolver',
      [],
      ['cat', '/etc/resolv.conf'],
      0,
      /^search default\.svc\.cluster\.local .*\nnameserver 10\.96\.0\.10\noptions ndots:5\n$/u,
    ],
    ['an exit code', [], ['sh', '-c', 'exit 7'], 7, /^$/u],
  ]
  test.each(rows)('%s', async (_, objects, command, code, output) => {
    const result = await exec(await ready(...objects), 'client', ...command)
    expect(result.out).toMatch(output)
    expect(result.code).toBe(code)
  })

  test('a program that the image lacks, a container and a Pod that are not there', async () => {
    const cluster = await ready()
    expect((await exec(cluster, 'client', 'curl', 'http://web')).code).toContain(
      'exec: "curl": executable file not found in $PATH',
    )
    expect((await exec(cluster, 'web', 'nslookup', 'web')).code).toContain('executable file not found in $PATH')
    expect((await exec(cluster, 'nobody', 'true')).code).toBe('pods "nobody" not found')
  })

  test('files stay between commands, and what is written is served', async () => {
    const cluster = await ready()
    await exec(cluster, 'web', 'sh', '-c', 'echo changed > /usr/share/nginx/html/index.html')
    expect((await exec(cluster, 'web', 'cat', '/usr/share/nginx/html/index.html')).out).toBe('changed\n')
    expect((await exec(cluster, 'client', 'wget', '-qO-', 'http://web')).out).toBe('changed\n')
  })

  test('nginx reads a changed configuration when told to', async () => {
    const cluster = await ready()
    await exec(cluster, 'web', 'sh', '-c', "sed -i 's/80;/8080;/' /etc/nginx/conf.d/default.conf")
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 80'])
    expect((await exec(cluster, 'web', 'nginx', '-s', 'reload')).code).toBe(0)
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 8080'])
  })
})

describe('attach', () => {
  const once = (command: readonly string[]): object =>
    pod('once', 'busybox', { spec: { restartPolicy: 'Never' }, container: { command, stdin: true, stdinOnce: true } })

  test('sends to a main process that reads, and shows what it prints', async () => {
    const cluster = create()
    apply(cluster, once(['cat']))
    await cluster.settle()
    expect(await attach(cluster, 'once', 'through\n')).toEqual({ out: 'through\n', code: { exitCode: 0 } })
  })

  test('says nothing of the exit code, which stands in the status', async () => {
    const cluster = create()
    apply(cluster, once(['sh', '-c', 'read x; echo $x >&2; exit 4']))
    await cluster.settle()
    expect(await attach(cluster, 'once', 'seen\n')).toEqual({ out: 'seen\n', code: { exitCode: 0 } })
    await cluster.settle()
    expect(state(cluster, 'once')?.state?.terminated?.exitCode).toBe(4)
  })
})

describe('a container that is put into a running Pod', () => {
  test('runs beside the others in the same network, and its end changes nothing of the Pod', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'))
    await cluster.settle()
    const running = read(cluster, 'web')
    const ephemeralContainers = [
      { name: 'dbg', image: 'busybox', command: ['sh', '-c', 'wget -qO- localhost | head -1; exit 3'] },
    ]
    const changed = { ...running, spec: { ...running.spec!, ephemeralContainers } }
    expect(cluster.writer.update(changed).ok).toBe(true)
    for (
      let turn = 0;
      turn < 200 && read(cluster, 'web').status?.ephemeralContainerStatuses?.[0]?.state?.terminated === undefined;
      turn++
    ) {
      await new Promise((resolve) => setImmediate(resolve))
      await cluster.settle()
    }
    const { status } = read(cluster, 'web')
    expect(status?.ephemeralContainerStatuses?.[0]).toMatchObject({
      name: 'dbg',
      ready: false,
      state: { terminated: { exitCode: 3 } },
    })
    expect(status?.phase).toBe('Running')
    expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True')
    expect(await logs(cluster, 'web', {})).not.toContain('<!DOCTYPE')
  })
})

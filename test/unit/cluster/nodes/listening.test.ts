import { describe, expect, test } from 'vitest'
import { create, apply, pod, read, listening, state, logs, SLEEP } from '../support/one-cluster.ts'

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

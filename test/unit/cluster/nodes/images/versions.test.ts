/** Tags of images tell the versions of their programs. */
import { expect, test } from 'vitest'
import { findImage } from '../../../../../src/cluster/nodes/images/images.ts'
import { openLab, pod, tool } from '../support/lab.ts'

test.each([
  ['nginx', '1.29.3'],
  ['nginx:latest', '1.29.3'],
  ['nginx:alpine', '1.29.3'],
  ['nginx:1', '1.29.3'],
  ['nginx:stable-alpine', '1.28.0'],
  ['nginx:1.14.2', '1.14.2'],
  ['nginx:1.25', '1.25.5'],
  ['docker.io/library/nginx:1.27-alpine3.20', '1.27.5'],
  ['nginxinc/nginx-unprivileged:1.26', '1.26.3'],
  ['nginx:1.27.4@sha256:' + '0'.repeat(64), '1.27.4'],
  ['httpd:2.4', '2.4.65'],
  ['httpd:2.4.41-alpine', '2.4.41'],
])('%s: %s', (image, version) => {
  expect(findImage(image)?.version).toBe(version)
})

test('a rolling update changes what the server says of itself', async () => {
  const lab = await openLab(
    tool('box', 'nicolaka/netshoot'),
    pod('old', { image: 'nginx:1.16.1' }),
    pod('new', { image: 'nginx:1.27' }),
    pod('other', { image: 'httpd:2.4.41' }),
  )
  const server = async (name: string): Promise<string> =>
    (await lab.run('box', `curl -sI http://${lab.ip(name)} | grep -i ^server`)).stdout.trim()
  expect(await server('old')).toBe('Server: nginx/1.16.1')
  expect(await server('new')).toBe('Server: nginx/1.27.5')
  expect(await server('other')).toBe('Server: Apache/2.4.41 (Unix)')
  expect((await lab.run('old', 'nginx -v; echo $NGINX_VERSION')).stderr).toBe('nginx version: nginx/1.16.1\n')
  expect((await lab.run('new', 'echo $NGINX_VERSION')).stdout).toBe('1.27.5\n')
})

const scripts = (said: string): readonly string[] =>
  said.split('\n').flatMap((line) => (line.includes('.sh: ') ? [line.replace(/^\/docker-entrypoint\.sh: /u, '')] : []))

test('the official image says what its scripts do, then what nginx does', async () => {
  const lab = await openLab(pod('web', { image: 'nginx:1.27' }))
  const said = await lab.log('web')
  expect(scripts(said)).toEqual([
    '/docker-entrypoint.d/ is not empty, will attempt to perform configuration',
    'Looking for shell scripts in /docker-entrypoint.d/',
    'Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
    '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
    '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
    'Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
    'Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
    'Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
    'Configuration complete; ready for start up',
  ])
  expect(said.split('\n').flatMap((line) => /\[notice\] 1#1: (.*)$/u.exec(line)?.[1] ?? [])).toEqual([
    'using the "epoll" event method',
    'nginx/1.27.5',
    'built by gcc 12.2.0 (Debian 12.2.0-14) ',
    'OS: Linux 6.12.0-netgrade',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 29',
    'start worker process 30',
  ])
})

test('a command of the Pod takes the place of the scripts, and old images have none', async () => {
  const lab = await openLab(
    pod('own', { image: 'nginx:1.27', command: ['nginx', '-g', 'daemon off;'] }),
    pod('old', { image: 'nginx:1.14.2' }),
  )
  expect(await lab.log('own')).toMatch(/^\S+ \S+ \[notice\] 1#1: using the "epoll" event method\n/u)
  expect(await lab.log('old')).toBe('')
})

test('a configuration of a ConfigMap cannot be changed by a script, a folder without one has none', async () => {
  const configMap = (name: string, file: string): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { [file]: 'server {\n  listen 8080;\n}\n' },
  })
  const web = (name: string): object =>
    pod(
      name,
      { image: 'nginx:1.27', volumeMounts: [{ name: 'c', mountPath: '/etc/nginx/conf.d' }] },
      { volumes: [{ name: 'c', configMap: { name } }] },
    )
  const lab = await openLab(configMap('default', 'default.conf'), configMap('site', 'site.conf'), web('default'), web('site'))
  expect(await lab.log('default')).toContain(
    '10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)\n',
  )
  expect(await lab.log('site')).toContain(
    '10-listen-on-ipv6-by-default.sh: info: /etc/nginx/conf.d/default.conf is not a file or does not exist\n',
  )
})

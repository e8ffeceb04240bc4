/** nginx in a Pod whose configuration a ConfigMap brings. */
import { describe, expect, test } from 'vitest'
import { openLab, pod, service, tool, type Lab } from '../support/lab.ts'
import { state } from '../../support/one-cluster.ts'

const CLIENT = 'nicolaka/netshoot'

const conf = (text: string, name = 'web'): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { 'default.conf': text },
})

const nginxWith = (name = 'web'): object =>
  pod(
    name,
    { image: 'nginx', volumeMounts: [{ name: 'c', mountPath: '/etc/nginx/conf.d' }] },
    { volumes: [{ name: 'c', configMap: { name } }] },
  )

const open = (text: string, ...others: readonly object[]): Promise<Lab> =>
  openLab(conf(text), nginxWith(), tool('client', CLIENT), ...others)

describe('a configuration that nginx refuses', () => {
  test('the container ends with code 1, over and over, and its log says why', async () => {
    const lab = await open('server {\n  listen 80;\n  foo bar;\n}\n')
    await lab.pass(8_000)
    expect(state(lab.cluster, 'web')).toMatchObject({
      ready: false,
      restartCount: 1,
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    })
    const said = (await lab.log('web')).split('\n')
    expect(said.at(-2)).toBe('nginx: [emerg] unknown directive "foo" in /etc/nginx/conf.d/default.conf:3')
    expect(said.at(-4)).toBe('/docker-entrypoint.sh: Configuration complete; ready for start up')
  })
})

describe('nginx -s', () => {
  const PAGE = '/etc/nginx/conf.d/page.conf'
  const openPlain = (): Promise<Lab> => openLab(pod('web', { image: 'nginx' }), tool('client', CLIENT))
  const get = async (lab: Lab, port: number): Promise<string> =>
    (await lab.run('client', `curl -s http://${lab.ip('web')}:${port}/`)).stdout

  test('reload takes up what is new, and says that it sent a signal', async () => {
    const lab = await openPlain()
    await lab.run('web', `echo 'server { listen 81; return 200 new; }' > ${PAGE}`)
    expect(await get(lab, 81)).toBe('')
    const ran = await lab.run('web', 'nginx -s reload')
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toMatch(/^\d{4}\/\d\d\/\d\d [\d:]{8} \[notice\] (\d+)#\1: signal process started\n$/u)
    await lab.pass(100)
    expect(await get(lab, 81)).toBe('new')
  })

  test('reload of what is wrong leaves the server as it is', async () => {
    const lab = await openPlain()
    await lab.run('web', `echo 'server { listen 81; nope; }' > ${PAGE}`)
    const ran = await lab.run('web', 'nginx -s reload')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(`nginx: [emerg] unknown directive "nope" in ${PAGE}:1\n`)
    expect(await get(lab, 80)).toContain('Welcome')
  })

  test('an unknown signal', async () => {
    const lab = await openPlain()
    expect(await lab.run('web', 'nginx -s foo')).toMatchObject({ code: 1, stderr: 'nginx: invalid option: "-s foo"\n' })
  })

  test('-T prints what it has read, too', async () => {
    const lab = await openPlain()
    const { stdout, stderr } = await lab.run('web', 'nginx -T')
    expect(stderr).toContain('test is successful\n')
    expect(stdout).toMatch(/^# configuration file \/etc\/nginx\/nginx\.conf:\nuser /u)
    expect(stdout.split('\n').filter((line) => line.startsWith('# configuration file'))).toEqual([
      '# configuration file /etc/nginx/nginx.conf:',
      '# configuration file /etc/nginx/mime.types:',
      '# configuration file /etc/nginx/conf.d/default.conf:',
    ])
  })
})

const api = pod('api', { image: 'nginx' })
const apiService = service('api', { selector: { app: 'api' }, ports: [{ port: 80 }] })
const apiPage = (text: string): object => conf(text, 'api')

/** Says what it was asked for. */
const ECHO = 'server { listen 80; return 200 "$request_method $request_uri $http_host $http_x_a|$http_connection"; }\n'

const curl = (lab: Lab, target: string, options = ''): ReturnType<Lab['run']> =>
  lab.run('client', `curl -s ${options} 'http://${lab.ip('web')}${target}'`)

describe('proxy_pass', () => {
  const proxying = (directives: string, location = '/'): string =>
    `server {\n  listen 80;\n  server_name shop;\n  location ${location} {\n    ${directives}\n  }\n}\n`

  test('a name that is not there: nginx does not start', async () => {
    const lab = await open(proxying('proxy_pass http://nobody:81;'))
    expect(state(lab.cluster, 'web')?.ready).toBe(false)
    const said = (await lab.log('web')).split('\n')
    expect(said.at(-2)).toBe('nginx: [emerg] host not found in upstream "nobody" in /etc/nginx/conf.d/default.conf:5')
  })

  test('a server of an upstream that is not there is told with its port', async () => {
    const lab = await open('upstream u {\n  server nobody:81;\n}\nserver {}\n')
    expect(await lab.log('web')).toContain(
      'nginx: [emerg] host not found in upstream "nobody:81" in /etc/nginx/conf.d/default.conf:2\n',
    )
  })

  test('a Service by its name: the answer is the other server’s, and both log it', async () => {
    const lab = await open(proxying('proxy_pass http://api;'), api, apiService)
    const { stdout } = await curl(lab, '/x?y=1', '-i')
    expect(stdout).toMatch(/^HTTP\/1\.1 404 Not Found\r\nServer: nginx\/1\.29\.3\r\n/u)
    expect(await lab.log('web')).toContain(`${lab.ip('client')} - - [`)
    expect(await lab.log('web')).toContain('"GET /x?y=1 HTTP/1.1" 404 153 "-" "curl/')
    expect(await lab.log('api')).toMatch(
      new RegExp(`^${lab.ip('web')} - - .*"GET /x\\?y=1 HTTP/1\\.0" 404 153 "-" "curl/`, 'mu'),
    )
  })

  test.each([
    ['no path: the request goes on as it is', 'proxy_pass http://api;', '/app/', '/app/x?y=1', 'GET /app/x?y=1 api |close'],
    [
      'a path takes the place of the location’s',
      'proxy_pass http://api/v1/;',
      '/app/',
      '/app/x?y=1',
      'GET /v1/x?y=1 api |close',
    ],
    ['a path without a slash at its end', 'proxy_pass http://api/v1;', '/app/', '/app/x', 'GET /v1x api |close'],
    [
      'headers of its own',
      'proxy_pass http://api; proxy_set_header Host $host; proxy_set_header X-A "$remote_addr-$scheme";',
      '/',
      '/',
      /^GET \/ [\d.]+ [\d.]+-http\|close$/u,
    ],
    [
      'a pattern that is rewritten',
      'rewrite ^/app/(.*)$ /new/$1 break; proxy_pass http://api;',
      '/app/',
      '/app/x?y=1',
      'GET /new/x?y=1 api |close',
    ],
  ])('%s', async (_title, directives, location, target, said) => {
    const web = nginxWith('api')
    const lab = await open(proxying(directives, location), apiPage(ECHO), web, apiService)
    const { stdout } = await curl(lab, target)
    if (typeof said === 'string') expect(stdout).toBe(said)
    else expect(stdout).toMatch(said)
  })

  test('nobody behind it: 502, with its page and its words', async () => {
    const lab = await open(
      proxying('proxy_pass http://api:81/;'),
      api,
      service('api', { selector: { app: 'none' }, ports: [{ port: 81 }] }),
    )
    const { stdout } = await curl(lab, '/x', '-i')
    expect(stdout).toMatch(
      /^HTTP\/1\.1 502 Bad Gateway\r\n[^]*<center><h1>502 Bad Gateway<\/h1><\/center>\r\n<hr><center>nginx\/1\.29\.3</u,
    )
    const log = await lab.log('web')
    expect(log).toMatch(
      /\[error\] 29#29: \*1 connect\(\) failed \(111: Connection refused\) while connecting to upstream, client: [\d.]+, server: shop, request: "GET \/x HTTP\/1\.1", upstream: "http:\/\/[\d.]+:81\/x", host: "[\d.]+"\n/u,
    )
    expect(log).toContain('"GET /x HTTP/1.1" 502 157 "-"')
  })

  test('a server that asks itself ends when it has no connections left', { timeout: 30_000 }, async () => {
    const lab = await open(proxying('proxy_pass http://127.0.0.1;'))
    const { stdout } = await curl(lab, '/', '-o /dev/null -w "%{http_code}"')
    expect(stdout).toBe('500')
    const log = await lab.log('web')
    expect(log).toMatch(
      /\[alert\] 29#29: \*513 1024 worker_connections are not enough while connecting to upstream, client: 127\.0\.0\.1, /u,
    )
    expect(log.match(/"GET \/ HTTP\/1\.[01]" 500 /gu)?.length).toBeGreaterThan(100)
  })

  test('a policy that lets nobody in: 504 after the time that it may take', async () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'] },
    }
    const lab = await open(proxying('proxy_pass http://api; proxy_connect_timeout 5s;'), api, apiService, policy)
    const { stdout, tookMs } = await curl(lab, '/', '-o /dev/null -w "%{http_code}"')
    expect(stdout).toBe('504')
    expect(tookMs).toBeGreaterThanOrEqual(5_000)
    expect(tookMs).toBeLessThan(6_000)
    expect(await lab.log('web')).toContain(
      'upstream timed out (110: Connection timed out) while connecting to upstream, client: ',
    )
  })

  test('a client does not wait longer than it wants to', async () => {
    const lab = await open(proxying('proxy_pass http://10.244.9.9;'))
    const ran = await curl(lab, '/', '-m 2')
    expect(ran.code).toBe(28)
    expect(ran.tookMs).toBeLessThan(3_000)
  })

  test('servers of an upstream take turns, and another one is asked for one that is not there', async () => {
    const upstream = 'upstream u {\n  server 10.244.0.250:9;\n  server api:80;\n  server api:81;\n}\n'
    const lab = await open(
      `${upstream}${proxying('proxy_pass http://u; proxy_connect_timeout 1s;')}`,
      api,
      service('api', {
        selector: { app: 'api' },
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81, targetPort: 80 },
        ],
      }),
    )
    for (let turn = 0; turn < 3; turn++) expect((await curl(lab, '/', '-o /dev/null -w "%{http_code}"')).stdout).toBe('200')
  })

  test('a readiness probe is answered by what is behind it', async () => {
    const web = pod(
      'web',
      {
        image: 'nginx',
        readinessProbe: { httpGet: { port: 80, path: '/' }, periodSeconds: 1 },
        volumeMounts: [{ name: 'c', mountPath: '/etc/nginx/conf.d' }],
      },
      { volumes: [{ name: 'c', configMap: { name: 'web' } }] },
    )
    const lab = await openLab(conf(proxying('proxy_pass http://api;')), web, api, apiService)
    await lab.pass(5_000)
    expect(state(lab.cluster, 'web')?.ready).toBe(true)
    expect(await lab.log('api')).toContain('"GET / HTTP/1.0" 200 615 "-" "kube-probe/1.34" "-"')
  })
})

describe('what is answered', () => {
  const answering = async (server: string, ...targets: readonly string[]): Promise<readonly string[]> => {
    const lab = await open(`server {\n  listen 80;\n  ${server}\n}\n`)
    const said: string[] = []
    for (const target of targets) said.push((await curl(lab, target)).stdout.trim())
    return said
  }

  test('variables', async () => {
    const lab = await open(
      'server {\n  listen 80;\n  server_name shop;\n  location / {\n    add_header X-Who $hostname;\n    return 200 "$uri|$request_uri|$args|$arg_b|$server_port|${host}|$remote_addr|$hostname";\n  }\n}\n',
    )
    const { stdout } = await curl(lab, '/a%20b?b=1&c=2', '-i -H "Host: Shop:80"')
    expect(stdout).toContain('\r\nX-Who: web\r\n')
    expect(stdout.split('\r\n\r\n')[1]).toBe(`/a b|/a%20b?b=1&c=2|b=1&c=2|1|80|shop|${lab.ip('client')}|web`)
  })

  test('patterns, and prefixes that come before them', async () => {
    const locations = [
      'location / { return 200 root; }',
      'location = /exact.txt { return 200 exact; }',
      'location ^~ /static/ { return 200 static; }',
      String.raw`location ~* \.TXT$ { return 200 text; }`,
      'location ~ ^/user/([0-9]+)$ { return 200 "user $1"; }',
    ].join('\n')
    const said = await answering(locations, '/a', '/exact.txt', '/static/a.txt', '/dir/a.txt', '/user/42', '/user/x')
    expect(said).toEqual(['root', 'exact', 'static', 'text', 'user 42', 'root'])
  })

  test('rewrites of the server and of locations, within and to elsewhere', async () => {
    const server = [
      'rewrite ^/old$ /new;',
      'location = /new { return 200 "new $uri $args"; }',
      'location /go/ { rewrite ^/go/(.*)$ /to/$1?z=1 permanent; }',
      'location /in/ { rewrite ^/in/(.*)$ /new last; }',
      'location /if { if ($host) { return 200 if; } return 200 else; }',
    ].join('\n')
    const said = await answering(server, '/old?a=1', '/in/x', '/go/x?y=2', '/if')
    expect([said[0], said[1], said[3]]).toEqual(['new /new a=1', 'new /new', 'if'])
    expect(said[2]).toContain('301 Moved Permanently')
  })

  test('several slashes are one, unless they are kept', async () => {
    expect(await answering('location = /a/b { return 200 "one $uri"; }', '/a//b', '//a/b')).toEqual(['one /a/b', 'one /a/b'])
    expect((await answering('merge_slashes off; location = /a/b { return 200 one; }', '/a//b'))[0]).toContain('404 Not Found')
  })

  test('the server whose name it is', async () => {
    const lab = await open(
      'server { listen 80; server_name a.example; return 200 a; }\nserver { listen 80 default_server; return 200 other; }\nserver { listen 80; server_name *.b.example; return 200 b; }\n',
    )
    const ask = async (host: string): Promise<string> => (await curl(lab, '/', `-H 'Host: ${host}'`)).stdout
    expect([await ask('a.example'), await ask('x.b.example'), await ask('c')]).toEqual(['a', 'b', 'other'])
  })
})

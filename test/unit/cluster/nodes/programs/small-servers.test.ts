/** Small servers that learners look at: what they answer, and what stands in their logs. */
import { describe, expect, it } from 'vitest'
import { openLab, pod, server, tool, type Lab } from '../support/lab.ts'

const curl = async (lab: Lab, url: string, ...options: readonly string[]): Promise<string> =>
  (await lab.run('client', ['curl', '-s', ...options, url])).stdout.replaceAll(/Date: [^\r\n]*/gu, 'Date: now')

describe('python -m http.server', () => {
  const script = 'mkdir -p /w/d; cd /w; echo hi > a.txt; echo x > d/z; echo 1 > "B <1>.txt"; exec python3 -m http.server 8000'
  const open = (): Promise<Lab> =>
    openLab(pod('py', { image: 'python:3.13', command: ['sh', '-c', script] }), tool('client', 'nicolaka/netshoot'))

  it('lists a directory', async () => {
    const lab = await open()
    const [head = '', body] = (await curl(lab, `http://${lab.ip('py')}:8000/`, '-i')).split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.0 200 OK',
      'Server: SimpleHTTP/0.6 Python/3.13.1',
      'Date: now',
      'Content-Type: text/html; charset=utf-8',
      'Content-Length: 306',
    ])
    expect(body).toBe(
      '<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Directory listing for /</title>\n</head>\n<body>\n' +
        '<h1>Directory listing for /</h1>\n<hr>\n<ul>\n<li><a href="a.txt">a.txt</a></li>\n' +
        '<li><a href="B%20%3C1%3E.txt">B &lt;1&gt;.txt</a></li>\n<li><a href="d/">d/</a></li>\n</ul>\n<hr>\n</body>\n</html>\n',
    )
    expect(await curl(lab, `http://${lab.ip('py')}:8000/d/`)).toContain('<li><a href="z">z</a></li>')
  })

  it('speaks HTTP/1.0, with its own words beside a status, and ends each connection', async () => {
    const lab = await open()
    const url = `http://${lab.ip('py')}:8000`
    const firstLine = async (path: string, ...options: readonly string[]): Promise<string | undefined> =>
      (await curl(lab, `${url}${path}`, '-i', ...options)).split('\r\n')[0]
    expect(await firstLine('/nosuch')).toBe('HTTP/1.0 404 File not found')
    expect(await firstLine('/', '-X', 'POST')).toBe("HTTP/1.0 501 Unsupported method ('POST')")
    expect((await lab.run('client', `curl -s -o /dev/null -w '%{http_version}' ${url}/`)).stdout).toBe('1')
    const { stderr } = await lab.run('client', `curl -sv ${url}/a.txt`)
    expect(stderr).toContain('* HTTP 1.0, assume close after body\n< HTTP/1.0 200 OK\n')
    expect(stderr).toMatch(/\* shutting down connection #0\n$/u)
    expect((await lab.run('client', `printf 'GET /a.txt HTTP/1.0\\r\\n\\r\\n' | nc ${lab.ip('py')} 8000`)).stdout).toMatch(
      /^HTTP\/1\.0 200 OK\r\n/u,
    )
  })

  it('sends who forgets the slash of a directory there, and complains of what is missing on a line of its own', async () => {
    const lab = await open()
    expect((await curl(lab, `http://${lab.ip('py')}:8000/d`, '-i')).split('\r\n')).toContain('Location: /d/')
    expect(await curl(lab, `http://${lab.ip('py')}:8000/nosuch`)).toContain(
      '<p>Error code explanation: 404 - Nothing matches the given URI.</p>',
    )
    const lines = (await lab.log('py')).split('\n')
    expect(lines.map((line) => line.replace(/^.*\] /u, ''))).toEqual([
      'Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...',
      '"GET /d HTTP/1.1" 301 -',
      'code 404, message File not found',
      '"GET /nosuch HTTP/1.1" 404 -',
      '',
    ])
    expect(lines[1]).toMatch(/^10\.244\.\d+\.\d+ - - \[\d\d\/[A-Z][a-z]{2}\/\d{4} \d\d:\d\d:\d\d\] /u)
  })
})

it('traefik/whoami tells its addresses and the request', async () => {
  const lab = await openLab(server('who', 'traefik/whoami'), tool('client', 'nicolaka/netshoot'))
  const [ip, client] = [lab.ip('who'), lab.ip('client')]
  const body = await curl(lab, `http://${ip}/x?y=1`, '-A', 'me', '-H', 'X-Two: 2', '-H', 'X-One: 1')
  expect(body.replace(/IP: fe80::[\da-f:]+\n/u, 'IP: fe80::\n')).toBe(
    `Hostname: who\nIP: 127.0.0.1\nIP: ::1\nIP: ${ip}\nIP: fe80::\nRemoteAddr: ${client}:40000\n` +
      `GET /x?y=1 HTTP/1.1\r\nHost: ${ip}\r\nUser-Agent: me\r\nAccept: */*\r\nX-One: 1\r\nX-Two: 2\r\n\r\n`,
  )
  const told: unknown = JSON.parse(await curl(lab, `http://${ip}/api`))
  expect(told).toMatchObject({ hostname: 'who', url: '/api', host: ip, method: 'GET', remoteAddr: `${client}:40000` })
  expect(await lab.log('who')).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d Starting up on port 80\n$/u)
})

it('hashicorp/http-echo tells what it is, and logs who asked', async () => {
  const lab = await openLab(server('echo', 'hashicorp/http-echo', '-text=hello'), tool('client', 'nicolaka/netshoot'))
  const [ip, client] = [lab.ip('echo'), lab.ip('client')]
  expect((await curl(lab, `http://${ip}:5678/a?b`, '-i', '-A', 'me')).split('\r\n')).toEqual([
    'HTTP/1.1 200 OK',
    'X-App-Name: http-echo',
    'X-App-Version: 1.0.0',
    'Date: now',
    'Content-Length: 6',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'hello\n',
  ])
  const [begun = '', asked = ''] = (await lab.log('echo')).split('\n')
  expect(begun).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[INFO\] server is listening on :5678$/u)
  expect(asked.slice(20).replace(/ [\d.]+µs$/u, '')).toBe(`${ip}:5678 ${client}:40000 "GET /a HTTP/1.1" 200 6 "me"`)
})

describe('registry.k8s.io/echoserver', () => {
  const open = (tag: string, env: readonly object[] = []): Promise<Lab> =>
    openLab(pod('echo', { image: `registry.k8s.io/echoserver:${tag}`, env }), tool('client', 'nicolaka/netshoot'))

  it('tells all that a request carried', async () => {
    const lab = await open('1.10')
    const [ip, client] = [lab.ip('echo'), lab.ip('client')]
    expect(await curl(lab, `http://${ip}:8080/a?b=1`, '-A', 'me', '-H', 'X-Two: 2', '-d', 'content')).toBe(
      '\n\nHostname: echo\n\nPod Information:\n\t-no pod information available-\n\n' +
        'Server values:\n\tserver_version=nginx: 1.13.3 - lua: 10008\n\n' +
        `Request Information:\n\tclient_address=${client}\n\tmethod=POST\n\treal path=/a?b=1\n\tquery=b=1\n` +
        `\trequest_version=1.1\n\trequest_scheme=http\n\trequest_uri=http://${ip}:8080/a?b=1\n\n` +
        'Request Headers:\n\taccept=*/*\n\tcontent-length=7\n\tcontent-type=application/x-www-form-urlencoded\n' +
        `\thost=${ip}:8080\n\tuser-agent=me\n\tx-two=2\n\nRequest Body:\n\tcontent\n\n`,
    )
  })

  it('knows its Pod where variables name it', async () => {
    const lab = await open('1.10', [{ name: 'POD_NAME', value: 'echo' }])
    expect(await curl(lab, `http://${lab.ip('echo')}:8080/`)).toContain('Pod Information:\n\tpod name:\techo\n\n')
  })

  it('was briefer before', async () => {
    const lab = await open('1.4')
    expect(await curl(lab, `http://${lab.ip('echo')}:8080/`, '-A', 'me')).toBe(
      `CLIENT VALUES:\nclient_address=${lab.ip('client')}\ncommand=GET\nreal path=/\nquery=nil\nrequest_version=1.1\n` +
        `request_uri=http://${lab.ip('echo')}:8080/\n\nSERVER VALUES:\nserver_version=nginx: 1.10.0 - lua: 10001\n\n` +
        `HEADERS RECEIVED:\naccept=*/*\nhost=${lab.ip('echo')}:8080\nuser-agent=me\nBODY:\n-no body in request-`,
    )
  })
})

it('hello-app has the version of its tag, and logs each request', async () => {
  const image = 'us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0'
  const lab = await openLab(pod('hello', { image }), tool('client', 'nicolaka/netshoot'))
  expect(await curl(lab, `http://${lab.ip('hello')}:8080/x?y`)).toBe('Hello, world!\nVersion: 2.0.0\nHostname: hello\n')
  expect((await lab.log('hello')).replaceAll(/^\S+ \S+ /gmu, '')).toBe('Server listening on port 8080\nServing request: /x\n')
})

it('httpbin takes requests apart', async () => {
  const lab = await openLab(server('bin', 'kennethreitz/httpbin'), tool('client', 'nicolaka/netshoot'))
  const [url, client] = [`http://${lab.ip('bin')}`, lab.ip('client')]
  expect(await curl(lab, `${url}/get?a=1`, '-A', 'me')).toBe(
    `{\n  "args": {\n    "a": "1"\n  },\n  "headers": {\n    "Accept": "*/*",\n    "Host": "${lab.ip('bin')}",\n    "User-Agent": "me"\n  },\n` +
      `  "origin": "${client}",\n  "url": "${url}/get?a=1"\n}\n`,
  )
  expect(JSON.parse(await curl(lab, `${url}/post`, '-d', 'x=1&y=2'))).toMatchObject({ form: { x: '1', y: '2' }, json: null })
  expect(await curl(lab, `${url}/status/418`, '-o', '/dev/null', '-w', '%{http_code}')).toBe('418')
  expect(await curl(lab, `${url}/post`, '-o', '/dev/null', '-w', '%{http_code}')).toBe('405')
})

it('Apache says how it starts, and has pages of its own', async () => {
  const lab = await openLab(pod('web', { image: 'httpd:2.4' }), tool('client', 'nicolaka/netshoot'))
  const missing = await curl(lab, `http://${lab.ip('web')}/nosuch`, '-i')
  expect(missing).toContain('Content-Length: 196\r\n')
  expect(missing).toContain('Content-Type: text/html; charset=iso-8859-1\r\n')
  expect(missing).toContain('<p>The requested URL was not found on this server.</p>')
  const lines = (await lab.log('web')).split('\n')
  expect(lines.slice(0, 4).map((line) => line.replace(/^\[[^\]]*\]/u, '[time]'))).toEqual([
    expect.stringMatching(new RegExp(`^AH00558: .* using ${lab.ip('web')}\\.`, 'u')),
    lines[0],
    '[time] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations',
    "[time] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
  ])
  expect(lines[2]).toMatch(/^\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6} \d{4}\]/u)
})

it('network-multitool serves a page about its Pod, at the port that its environment names', async () => {
  const multitool = (name: string, more: object = {}): object => pod(name, { image: 'wbitt/network-multitool', ...more })
  const lab = await openLab(multitool('tool'), multitool('other', { env: [{ name: 'HTTP_PORT', value: '1180' }] }))
  expect((await lab.run('other', `curl -s http://${lab.ip('tool')}`)).stdout).toBe(
    `WBITT Network MultiTool (with NGINX) - tool - ${lab.ip('tool')} - HTTP: 80 , HTTPS: 443 . (Formerly praqma/network-multitool)\n`,
  )
  expect((await lab.run('tool', `curl -s http://${lab.ip('other')}:1180`)).stdout).toContain('HTTP: 1180 , HTTPS: 443 .')
})

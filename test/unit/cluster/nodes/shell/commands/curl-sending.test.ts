import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, pod, server, service, tool, type Lab } from '../../support/lab.ts'

describe('what curl and wget send', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(
      tool('box', 'nicolaka/netshoot'),
      server('ag', 'registry.k8s.io/e2e-test-images/agnhost:2.53', 'netexec'),
      server('web', 'nginx'),
      pod('py', { image: 'python:3', command: ['python3', '-m', 'http.server', '8000'] }),
      service('ag', { selector: { app: 'ag' }, ports: [{ port: 80, targetPort: 8080 }] }),
      service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
      service('py', { selector: { app: 'py' }, ports: [{ port: 80, targetPort: 8000 }] }),
    )
  })
  const run = async (line: string) => {
    const { stdout, stderr, code } = await lab.run('box', line)
    return { stdout, stderr, code }
  }

  test.each([
    ["curl -s -d 'msg=hello' http://ag/echo", 'hello'],
    ["curl -s --data-urlencode 'msg=a b&c' http://ag/echo", 'a b&c'],
    ["curl -s -d 'code=200' -d msg=two http://ag/echo", 'two'],
    ['curl -s -G -d msg=got http://ag/echo', 'got'],
    ["curl -s 'http://ag/echo?msg=query'", 'query'],
    ['curl -s -F msg=formed http://ag/echo', 'formed'],
    ['curl -s --json \'{"msg":1}\' http://ag/echo', ''],
    ["printf 'msg=from\\nfile' > /tmp/d; curl -s -d @/tmp/d http://ag/echo", 'fromfile'],
    ['curl -s -X POST http://ag/echo', ''],
    ["wget -q -O - --post-data 'msg=posted' http://ag/echo", 'posted'],
    [
      'curl -s -d msg=x -H "X-Own: 1" http://ag/header',
      '{"Accept":["*/*"],"Content-Length":["5"],"Content-Type":["application/x-www-form-urlencoded"],"User-Agent":["curl/8.14.1"],"X-Own":["1"]}',
    ],
  ])('%s', async (line, stdout) => {
    expect(await run(line)).toEqual({ stdout, stderr: '', code: 0 })
  })

  test.each([
    ["curl -s -b 'a=1; b=2' http://ag/header?key=Cookie", 'a=1; b=2'],
    ["printf 'ag\\tFALSE\\t/\\tFALSE\\t0\\tk\\tv\\n' > /tmp/jar; curl -s -b /tmp/jar http://ag/header?key=Cookie", 'k=v'],
    ['curl -s -b /tmp/nosuch http://ag/header?key=Cookie', ''],
    ['curl -s -r 2-5 http://ag/header?key=Range', 'bytes=2-5'],
    ['curl -s -e http://x.y/ http://ag/header?key=Referer', 'http://x.y/'],
  ])('%s', async (line, stdout) => {
    expect(await run(line)).toEqual({ stdout, stderr: '', code: 0 })
  })

  test('curl -c writes a jar', async () => {
    const jar = '# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n'
    expect((await run('curl -s -o /dev/null -c /tmp/new http://web/; head -2 /tmp/new')).stdout).toBe(jar)
  })

  test('nginx says what its files are, and sends parts of them', async () => {
    const head = (await run('curl -sI http://web/')).stdout
    const time = 'Tue, 26 Nov 2024 15:55:00 GMT'
    expect(head.split('\r\n').map((line) => line.replace(/^Date: .*/u, 'Date'))).toEqual([
      'HTTP/1.1 200 OK',
      'Server: nginx/1.29.3',
      'Date',
      'Content-Type: text/html',
      'Content-Length: 615',
      `Last-Modified: ${time}`,
      'Connection: keep-alive',
      'ETag: "6745ef54-267"',
      'Accept-Ranges: bytes',
      '',
      '',
    ])
    expect((await run('curl -s -r 0-14 http://web/')).stdout).toBe('<!DOCTYPE html>')
    expect((await run('curl -s -r -8 http://web/')).stdout).toBe('</html>\n')
    expect((await run('curl -s -o /dev/null -D - -r 0-14 http://web/')).stdout).toMatch(
      /^HTTP\/1.1 206 Partial Content\r\n[^]*\r\nContent-Length: 15\r\n[^]*Content-Range: bytes 0-14\/615\r\n/u,
    )
    expect((await run('curl -s -r 900- http://web/')).stdout).toContain('416 Requested Range Not Satisfiable')
    const known = `curl -s -i -H 'If-None-Match: "6745ef54-267"' http://web/`
    expect((await run(known)).stdout).toMatch(
      /^HTTP\/1.1 304 Not Modified\r\nServer: .*\r\nDate: .*\r\nLast-Modified: .*\r\nConnection: keep-alive\r\nETag: .*\r\n\r\n$/u,
    )
    expect((await run(`curl -s -o /dev/null -w '%{http_code}' -H 'If-Modified-Since: ${time}' http://web/`)).stdout).toBe('304')
    await lab.run('web', 'echo new > /usr/share/nginx/html/index.html')
    expect((await run('curl -sI http://web/ | grep Last')).stdout).toMatch(/^Last-Modified: Tue, 24 Nov 2026 /u)
  })

  test('what a server answers to a method that it does not take', async () => {
    const codeOf = async (args: string): Promise<string> => (await run(`curl -s -o /dev/null -w '%{http_code}' ${args}`)).stdout
    expect(await codeOf('-d x=1 http://web/')).toBe('405')
    expect(await codeOf('-d x=1 http://web/nosuch')).toBe('404')
    expect(await codeOf('-X DELETE http://web/nosuch')).toBe('405')
    expect(await codeOf('-I http://web/')).toBe('200')
    expect(await codeOf('-d x=1 http://py/')).toBe('501')
    expect((await run('curl -s -d x=1 http://py/')).stdout).toContain("<p>Message: Unsupported method ('POST').</p>")
    expect((await run('wget -q -O - --post-data x=1 http://web/')).stderr).toBe(
      'wget: server returned error: HTTP/1.1 405 Not Allowed\n',
    )
    expect(await lab.log('web')).toContain('"POST / HTTP/1.1" 405')
  })

  test.each([
    [
      "curl -s -o /dev/null -w '%{http_code}%% %{scheme} %{method} %{size_upload}\\n' -d abc http://web/",
      '405% http POST 3\n',
      '',
      0,
    ],
    ["curl -s -o /dev/null -w '[%{nosuch}]' http://web/", '[]', "curl: unknown --write-out variable: 'nosuch'\n", 0],
    ["curl -s -o /dev/null -w '%{stderr}%{exitcode}' http://web/", '', '0', 0],
    ["curl -s -o /dev/null -w '%{size_request} %{num_connects} %{remote_port}' http://web/", '67 1 80', '', 0],
    ['curl -sS -6 http://web/', '', 'curl: (7) Failed to connect to web port 80 after 0 ms: Could not connect to server\n', 7],
    ["curl -s -4 -o /dev/null -w '%{http_code} %{url}' http://web/", '200 http://web/', '', 0],
    ['curl -sS foo://x', '', 'curl: (1) Protocol "foo" not supported\n', 1],
    ['curl -sS http://web:99999/', '', 'curl: (3) URL rejected: Port number was not a decimal number between 0 and 65535\n', 3],
    ['curl -sS http://', '', 'curl: (3) URL rejected: No host part in the URL\n', 3],
    [
      'curl -s --nope http://web/',
      '',
      "curl: option --nope: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      2,
    ],
    [
      'curl -sS --connect-timeout 1 http://10.244.99.1/',
      '',
      'curl: (28) Failed to connect to 10.244.99.1 port 80 after 1000 ms: Timeout was reached\n',
      28,
    ],
  ])('%s', async (line, stdout, stderr, code) => {
    expect(await run(line)).toEqual({ stdout, stderr, code })
  })

  test('--fail-with-body shows the page and fails', async () => {
    const { stdout, stderr, code } = await run('curl -sS --fail-with-body http://web/nosuch')
    expect(stdout).toContain('404 Not Found')
    expect({ stderr, code }).toEqual({ stderr: 'curl: (22) The requested URL returned error: 404\n', code: 22 })
  })

  test('-w %{json} is JSON', async () => {
    const { stdout } = await run("curl -s -o /dev/null -w '%{json}' http://web/")
    expect(JSON.parse(stdout)).toMatchObject({
      http_code: 200,
      method: 'GET',
      remote_port: 80,
      url: 'http://web/',
      errormsg: null,
    })
  })
})

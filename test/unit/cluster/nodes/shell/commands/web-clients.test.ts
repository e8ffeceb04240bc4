/** curl and wget: what they print for each way in which a request can end, and the code they end with. */
import { describe, expect, test } from 'vitest'
import { sitDown } from '../../support/typist.ts'
import { openLab, pod, server, service, tool } from '../../support/lab.ts'

const lab = openLab(
  server('web', 'nginx'),
  service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ port: 80 }] }),
  server('db', 'redis:7'),
  pod('mute', { image: 'busybox', command: ['nc', '-lk', '-p', '80'] }),
  tool('shoot', 'nicolaka/netshoot'),
  tool('box'),
  tool('python', 'python:3.13'),
)

describe('curl', () => {
  test.each([
    [6, 'curl -s -S http://nosuch', 'curl: (6) Could not resolve host: nosuch\n'],
    [
      7,
      'curl -sS http://localhost:81',
      'curl: (7) Failed to connect to localhost port 81 after 0 ms: Could not connect to server\n',
    ],
    [28, 'curl -sS -m 2 http://10.96.0.99', 'curl: (28) Connection timed out after 2000 milliseconds\n'],
    [28, 'curl -s --connect-timeout 1 http://10.96.0.99', ''],
    [22, 'curl -sSf http://web/nosuch', 'curl: (22) The requested URL returned error: 404\n'],
    [35, 'curl -sSk https://web:80', 'curl: (35) TLS connect error: error:0A0000C6:SSL routines::packet length too long\n'],
    [2, 'curl', "curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n"],
  ])('ends with %d: %s', async (code, command, stderr) => {
    expect(await (await lab).run('shoot', command)).toMatchObject({ code, stderr })
  })

  test('a server that says nothing, and one that speaks no HTTP', async () => {
    const { run, ip } = await lab
    expect(await run('shoot', `curl -sS http://${ip('mute')}`)).toMatchObject({
      code: 52,
      stderr: 'curl: (52) Empty reply from server\n',
    })
    expect(await run('shoot', `curl -sS http://${ip('db')}:6379`)).toMatchObject({
      code: 1,
      stderr: 'curl: (1) Received HTTP/0.9 when not allowed\n',
    })
  })

  test('-I: the length that the body would have', async () => {
    const { run } = await lab
    const size = (await run('shoot', "curl -s -o /dev/null -w '%{size_download}' http://web")).stdout
    expect(Number(size)).toBeGreaterThan(100)
    expect((await run('shoot', 'curl -sI http://web')).stdout).toContain(`Content-Length: ${size}\r\n`)
  })

  test('-w, -o, -i, -I', async () => {
    const { run } = await lab
    expect(
      (await run('shoot', "curl -s -o /dev/null -w '%{http_code} %{remote_ip}:%{remote_port} %{content_type}\\n' http://web"))
        .stdout,
    ).toBe('200 10.96.0.50:80 text/html\n')
    expect(await run('shoot', "curl -s -m 1 -w '%{http_code}' http://10.96.0.99")).toMatchObject({ stdout: '000', code: 28 })
    const { stdout } = await run('shoot', 'curl -sI http://web')
    expect(stdout).toMatch(
      /^HTTP\/1\.1 200 OK\r\nServer: nginx\/[\d.]+\r\nDate: Tue, 24 Nov 2026 00:\d\d:\d\d GMT\r\nContent-Type: text\/html\r\nContent-Length: \d+\r\n(?:.+\r\n)*\r\n$/u,
    )
    expect((await run('shoot', 'cd /tmp; curl -s -o page http://web; grep -c title page')).stdout).toBe('1\n')
    expect((await run('shoot', 'grep -c title /tmp/page')).stdout).toBe('1\n')
  })

  test('--resolve goes to the address and asks for the name', async () => {
    const { run } = await lab
    const { stderr, code } = await run(
      'shoot',
      'curl -sv -o /dev/null --resolve shop.example:80:10.96.0.50 http://shop.example/a?b=c',
    )
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /\* Connected to shop\.example \(10\.96\.0\.50\) port 80\n[\s\S]*> GET \/a\?b=c HTTP\/1\.1\n> Host: shop\.example\n> User-Agent: curl\/[\d.]+\n> Accept: \*\/\*\n> \n[\s\S]*< HTTP\/1\.1 404 Not Found\n/u,
      ),
    ])
  })

  test('its meter, where it prints to no terminal', async () => {
    const { stderr } = await (await lab).run('shoot', 'curl http://web')
    expect(stderr).toMatch(/^ {2}% Total[^\n]*\n {33}Dload[^\n]*\n\r {2}0 [^\n]*\r100 +\d+/u)
  })
})

describe('wget', () => {
  test('GNU: 4 for the network, 8 for the server', async () => {
    const { run } = await lab
    expect(await run('python', 'wget -O- http://web/nosuch')).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/awaiting response\.\.\. 404 Not Found\n[\d: -]+ ERROR 404: Not Found\.\n\n$/u) as string,
    })
    expect(await run('python', 'wget http://localhost:81')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('failed: Connection refused.\n') as string,
    })
    expect(await run('python', 'wget -T 1 http://nosuch')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('wget: unable to resolve host address ‘nosuch’\n') as string,
    })
    expect(await run('python', 'wget -qO- http://web/nosuch')).toMatchObject({ code: 8, stdout: '', stderr: '' })
    expect((await run('python', 'wget -qO- http://web')).stdout).toContain('Welcome to nginx!')
  })

  test('busybox: 1 for everything', async () => {
    const { run, ip } = await lab
    expect(await run('box', 'wget -qO- http://web/nosuch')).toMatchObject({
      code: 1,
      stderr: 'wget: server returned error: HTTP/1.1 404 Not Found\n',
    })
    expect(await run('box', `wget -qO- http://${ip('web')}:81`)).toMatchObject({
      code: 1,
      stderr: `wget: can't connect to remote host (${ip('web')}): Connection refused\n`,
    })
    expect(await run('box', 'wget -qO- -T 1 http://10.96.0.99')).toMatchObject({
      code: 1,
      stderr: 'wget: download timed out\n',
    })
  })
})

/** What the lines of a screen are, by how each begins. */
const marksOf = (screen: string): readonly string[] => {
  const begin = /^(?:\* Connection #0|[*<>{](?= )|Connecting|writing|written|- {2})/u
  const marks = screen.split(/\r?\n/u).map((line) => begin.exec(line)?.[0] ?? 'other')
  return marks.filter((mark, index) => mark !== marks[index - 1])
}

describe('what both streams together show', () => {
  test('curl -v at a terminal: the head before the body, and then that the connection is left', async () => {
    const typist = await sitDown(await lab, 'shoot')
    const screen = (await typist.type('curl -v http://web\n')).replace(/^[^\n]*\n/u, '')
    expect(marksOf(screen)).toEqual(['*', '>', '*', '<', 'other', '* Connection #0', 'other'])
  })

  test('curl -v into a pipe or a file: its output comes when it ends', async () => {
    const { run } = await lab
    const { stdout } = await run('shoot', 'curl -sv http://web 2>&1 | cat')
    const order = ['*', '>', '*', '<', '{', '* Connection #0', 'other']
    expect(marksOf(stdout.trimEnd())).toEqual(order)
    expect(marksOf((await run('shoot', 'curl -sv http://web 2>&1')).stdout.trimEnd())).toEqual(order)
    expect(marksOf((await run('shoot', 'curl -sv http://web >/tmp/o 2>&1; cat /tmp/o')).stdout.trimEnd())).toEqual(order)
    expect((await run('shoot', 'curl -sv http://web 2>&1 >/dev/null | grep -c "^<"')).stdout).toBe('10\n')
  })

  test("busybox's wget writes as it goes", async () => {
    const { run } = await lab
    const { stdout } = await run('box', 'wget -S -O - http://web 2>&1')
    expect(marksOf(stdout.trimEnd())).toEqual(['Connecting', 'other', 'writing', 'other', '-  ', 'written'])
    expect(await run('box', 'wget -qO - http://web > /tmp/page; wc -c < /tmp/page')).toMatchObject({ stdout: '615\n' })
  })

  test('what a shell within a script complains of comes between what it prints', async () => {
    const { run } = await lab
    const { stdout } = await run('shoot', 'sh -c "echo a; ls /nosuch; echo b" 2>&1; echo c')
    expect(stdout).toBe("a\nls: cannot access '/nosuch': No such file or directory\nb\nc\n")
  })
})

/** Bytes between Pods: what one side says, the other prints. */
import { describe, expect, test } from 'vitest'
import { openLab, pod, server, service, tool } from './support/lab.ts'

const shell = (name: string, script: string): object => pod(name, { image: 'busybox', command: ['sh', '-c', script] })

describe('nc -l', () => {
  test('hands its input to every client of a loop, and prints what they say', async () => {
    const lab = await openLab(shell('web', 'while true; do echo hi | nc -l -p 9000; done'), tool('client'))
    for (const word of ['one', 'two']) {
      expect(await lab.run('client', `echo ${word} | nc -w 2 ${lab.ip('web')} 9000`)).toMatchObject({ stdout: 'hi\n', code: 0 })
      await lab.pass(500)
    }
    expect(await lab.log('web')).toBe('one\ntwo\n')
  })

  test('serves a file, once', async () => {
    const lab = await openLab(shell('web', 'echo content > /f; nc -l -p 80 < /f; echo over; sleep 1000'), tool('client'))
    expect((await lab.run('client', `nc ${lab.ip('web')} 80`)).stdout).toBe('content\n')
    await lab.pass(500)
    expect(await lab.log('web')).toBe('over\n')
    expect((await lab.run('client', `nc -w 1 ${lab.ip('web')} 80`)).code).toBe(1)
  })

  test('-lk -e runs a program for each client, with its bytes as input', async () => {
    const lab = await openLab(pod('echo', { image: 'busybox', command: ['nc', '-lk', '-p', '7', '-e', 'cat'] }), tool('client'))
    for (const word of ['first', 'second'])
      expect((await lab.run('client', `echo ${word} | nc ${lab.ip('echo')} 7`)).stdout).toBe(`${word}\n`)
  })

  test('-lk prints what clients send as they send it', async () => {
    const lab = await openLab(pod('sink', { image: 'busybox', command: ['nc', '-lk', '-p', '7'] }), tool('client'))
    await lab.run('client', `echo a | nc ${lab.ip('sink')} 7`)
    await lab.run('client', `echo b | nc ${lab.ip('sink')} 7`)
    expect(await lab.log('sink')).toBe('a\nb\n')
  })

  test('an HTTP response made by hand reaches HTTP clients, and their request the log', async () => {
    const script = `while true; do printf 'HTTP/1.1 200 OK\\r\\nX-Made: by hand\\r\\n\\r\\nhello\\n' | nc -l -p 80; done`
    const lab = await openLab(shell('web', script), tool('client'), tool('curl', 'nicolaka/netshoot'))
    expect((await lab.run('client', `wget -qO- -T 2 http://${lab.ip('web')}/page`)).stdout).toBe('hello\n')
    await lab.pass(500)
    expect(await lab.log('web')).toMatch(/^GET \/page HTTP\/1\.1\r\nHost: [\d.]+\r\nUser-Agent: Wget\r\n/u)
    expect((await lab.run('curl', `curl -si http://${lab.ip('web')}/`)).stdout).toMatch(
      /^HTTP\/1\.1 200 OK\r\nx-made: by hand/iu,
    )
  })

  test('a response that a program works out anew each time reaches HTTP clients, too', async () => {
    const handler = `echo x >> /n; printf 'HTTP/1.1 200 OK\\r\\n\\r\\n'; wc -l < /n`
    const lab = await openLab(
      pod('web', { image: 'busybox', command: ['nc', '-lk', '-p', '80', '-e', 'sh', '-c', handler] }),
      tool('client'),
    )
    for (const count of ['1', '2'])
      expect((await lab.run('client', `wget -qO- http://${lab.ip('web')}/`)).stdout.trim()).toBe(count)
  })

  test.each<readonly [string, string]>([
    ['nc -l -p 9000 -e cat & echo hi | nc 127.0.0.1 9000', 'hi\n'],
    ['nc -l -p 9000 -e echo hello & sleep 1; nc 127.0.0.1 9000 < /dev/null; echo $?', 'hello\n0\n'],
    ['nc -lk -p 9000 -e echo hello & for i in 1 2; do echo x | nc 127.0.0.1 9000; done', 'hello\nhello\n'],
    ['echo y | nc -l -p 9000 > /tmp/got & echo x | nc 127.0.0.1 9000; wait; cat /tmp/got', 'y\nx\n'],
    ['serve() { nc -l -p 9000; }; serve & echo x | nc 127.0.0.1 9000; wait', 'x\n'],
  ])('in the background of the script that talks to it: %s', async (script, stdout) => {
    const lab = await openLab(tool('client'))
    expect(await lab.run('client', script)).toMatchObject({ stdout, code: 0 })
  })

  test('in the background of a loop that never ends', async () => {
    const lab = await openLab(shell('web', 'nc -lk -p 9000 -e echo hello & while true; do sleep 5; done'), tool('client'))
    expect((await lab.run('client', `nc ${lab.ip('web')} 9000 < /dev/null`)).stdout).toBe('hello\n')
  })

  test('over UDP', async () => {
    const lab = await openLab(shell('sink', 'nc -u -l -p 53'), tool('client'))
    expect(await lab.run('client', `echo hello | nc -u -w 1 ${lab.ip('sink')} 53`)).toMatchObject({
      stdout: '',
      code: 0,
      tookMs: 2000,
    })
    expect(await lab.log('sink')).toBe('hello\n')
  })
})

describe('nc', () => {
  test('speaks HTTP to a web server', async () => {
    const lab = await openLab(server('web', 'nginx'), tool('client'))
    const { stdout } = await lab.run('client', `printf 'GET /nosuch HTTP/1.0\\r\\n\\r\\n' | nc ${lab.ip('web')} 80`)
    expect(stdout).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[\s\S]*<h1>404 Not Found<\/h1>/u)
    expect(await lab.log('web')).toContain('"GET /nosuch HTTP/1.1" 404')
  })

  test('-z and -v, of busybox and of OpenBSD', async () => {
    const lab = await openLab(
      server('web', 'nginx'),
      service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ port: 80 }] }),
      tool('client'),
      tool('shoot', 'nicolaka/netshoot'),
    )
    expect(await lab.run('client', 'nc -zv web 80')).toMatchObject({
      stdout: '',
      stderr: 'web (10.96.0.50:80) open\n',
      code: 0,
    })
    expect(await lab.run('shoot', 'nc -zv web 80')).toMatchObject({
      stderr: 'Connection to web (10.96.0.50) 80 port [tcp/http] succeeded!\n',
      code: 0,
    })
    const ip = lab.ip('web')
    expect(await lab.run('shoot', `nc -zv ${ip} 81`)).toMatchObject({
      stderr: `nc: connect to ${ip} port 81 (tcp) failed: Connection refused\n`,
      code: 1,
    })
    expect(await lab.run('shoot', 'nc -zv -w 3 10.96.0.99 80')).toMatchObject({
      stderr: 'nc: connect to 10.96.0.99 port 80 (tcp) timed out: Operation in progress\n',
      code: 1,
      tookMs: 3000,
    })
  })
})

describe('agnhost', () => {
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53'

  test('netexec answers commands over UDP', async () => {
    const lab = await openLab(server('net', image, 'netexec', '--udp-port=8081'), tool('client'))
    const ask = async (words: string): Promise<string> =>
      (await lab.run('client', `echo ${words} | nc -u -w 1 ${lab.ip('net')} 8081`)).stdout
    expect(await ask('hostname')).toBe('net')
    expect(await ask('echo Hello there')).toBe('hello there')
    expect(await ask('clientip')).toMatch(new RegExp(`^${lab.ip('client')}:\\d+$`, 'u'))
    expect(await ask('nonsense')).toBe('')
    expect((await lab.run('client', `wget -qO- http://${lab.ip('net')}:8080/`)).stdout).toMatch(/^NOW: 2026-11-24 \d\d:/u)
  })

  test('serve-hostname over HTTP, TCP and UDP', async () => {
    const lab = await openLab(
      server('web', image, 'serve-hostname'),
      server('stream', image, 'serve-hostname', '--tcp', '--http=false', '--port=80'),
      server('packet', image, 'serve-hostname', '--udp', '--http=false', '--port=80'),
      tool('client'),
    )
    expect((await lab.run('client', `wget -qO- http://${lab.ip('web')}:9376`)).stdout).toBe('web')
    expect((await lab.run('client', `nc ${lab.ip('stream')} 80`)).stdout).toBe('stream\n')
    expect((await lab.run('client', `echo x | nc -u -w 1 ${lab.ip('packet')} 80`)).stdout).toBe('packet')
  })

  test('connect says what became of a connection', async () => {
    const lab = await openLab(
      server('web', 'nginx'),
      server('name', image, 'serve-hostname', '--udp'),
      pod('client', { image }),
    )
    const connect = (...args: readonly string[]): ReturnType<typeof lab.run> =>
      lab.run('client', ['/agnhost', 'connect', ...args])
    const ip = lab.ip('web')
    expect(await connect(`${ip}:80`)).toMatchObject({ stdout: '', stderr: '', code: 0 })
    expect(await connect(`${ip}:81`)).toMatchObject({ stderr: 'REFUSED\n', code: 1 })
    expect(await connect('--timeout=2s', '10.96.0.99:80')).toMatchObject({ stderr: 'TIMEOUT\n', code: 1, tookMs: 2000 })
    expect(await connect('nosuch:80')).toMatchObject({ stderr: 'DNS: lookup nosuch on 10.96.0.10:53: no such host\n', code: 1 })
    expect(await connect('--protocol=udp', `${lab.ip('name')}:9376`)).toMatchObject({ stderr: '', code: 0 })
    expect(await connect('--protocol=udp', `${ip}:80`)).toMatchObject({ stderr: 'REFUSED\n', code: 1 })
  })
})

describe('redis', () => {
  test('answers commands on a line', async () => {
    const lab = await openLab(server('db', 'redis:7'), tool('client'))
    const { stdout } = await lab.run('client', `(echo PING; echo SET k v; echo GET k; sleep 1) | nc -w 2 ${lab.ip('db')} 6379`)
    expect(stdout).toBe('+PONG\r\n+OK\r\n$1\r\nv\r\n')
    expect((await lab.run('client', `echo NONSENSE x | nc ${lab.ip('db')} 6379`)).stdout).toBe(
      "-ERR unknown command 'NONSENSE', with args beginning with: 'x' \r\n",
    )
  })

  test('redis-cli, here and from elsewhere', async () => {
    const lab = await openLab(server('db', 'redis:7'), server('other', 'redis:7'))
    const cli = (name: string, ...args: readonly string[]): ReturnType<typeof lab.run> => lab.run(name, ['redis-cli', ...args])
    expect(await cli('db', 'ping')).toMatchObject({ stdout: 'PONG\n', code: 0 })
    expect((await cli('other', '-h', lab.ip('db'), 'set', 'k', 'v w')).stdout).toBe('OK\n')
    expect((await cli('db', 'get', 'k')).stdout).toBe('v w\n')
    expect((await cli('other', 'get', 'k')).stdout).toBe('\n')
    expect((await cli('db', 'info', 'server')).stdout).toMatch(/^# Server\r\nredis_version:7\./u)
    expect(await cli('db', '-p', '1', 'ping')).toMatchObject({
      stderr: 'Could not connect to Redis at 127.0.0.1:1: Connection refused\n',
      code: 1,
    })
  })
})

/** agnhost netexec: what it does when it is told to, over HTTP. */
import { expect, test } from 'vitest'
import { openLab, server, service, tool } from './support/lab.ts'

const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.53'
const netexec = (name: string): object => server(name, IMAGE, 'netexec')

const openPair = async () => {
  const lab = await openLab(netexec('ask'), netexec('web'), tool('client', 'nicolaka/netshoot'))
  const get = async (target: string): Promise<string> =>
    (await lab.run('client', ['curl', '-s', `http://${lab.ip('ask')}:8080${target}`])).stdout
  return { lab, get }
}

test('/dial says what another one answers', async () => {
  const { lab, get } = await openPair()
  const web = lab.ip('web')
  expect(await get(`/dial?host=${web}&port=8080&request=hostName`)).toBe('{"responses":["web"]}')
  expect(await get(`/dial?host=${web}&port=8080&request=echo?msg=hi&tries=2`)).toBe('{"responses":["hi","hi"]}')
  expect(await get(`/dial?host=${web}&port=8081&protocol=udp&request=clientip`)).toBe(
    `{"responses":["${lab.ip('ask')}:40000"]}`,
  )
  expect(await lab.log('web')).toMatch(/ GET \/hostName\n.* GET \/echo\?msg=hi&code=\n/u)
  expect(await lab.log('ask')).toContain(` GET /dial?host=${web}&protocol=&port=8080&request=hostName&tries=\n`)
})

test('/dial says why it got no answer', async () => {
  const { lab, get } = await openPair()
  const [ask, web] = [lab.ip('ask'), lab.ip('web')]
  expect(await get(`/dial?host=${web}&port=81&request=hostName`)).toBe(
    `{"errors":["Get \\"http://${web}:81/hostName\\": dial tcp ${web}:81: connect: connection refused"]}`,
  )
  const beforeMs = lab.cluster.clock.now()
  expect(await get(`/dial?host=${web}&port=82&protocol=udp&request=x`)).toBe(
    `{"errors":["reading from udp connection failed. err:'read udp ${ask}:40000->${web}:82: i/o timeout'"]}`,
  )
  expect(lab.cluster.clock.now() - beforeMs).toBeGreaterThanOrEqual(5_000)
  expect(await get('/dial?host=nosuch&port=80&request=x')).toBe(
    'host and/or port param are invalid. lookup nosuch on 10.96.0.10:53: no such host\n',
  )
  expect(await get(`/dial?host=${web}&port=80`)).toBe('request parameter not specified. <nil>\n')
  expect(await get(`/dial?host=${web}&port=80&request=x&protocol=icmp`)).toBe('unsupported protocol. icmp\n')
  expect(await get(`/dial?host=${web}&port=80&request=x&tries=many`)).toBe(
    'tries parameter is invalid. strconv.Atoi: parsing "many": invalid syntax\n',
  )
})

test('/shell runs a command, and says what it printed and how it ended', async () => {
  const { lab, get } = await openPair()
  expect(await get('/shell?cmd=hostname')).toBe(String.raw`{"output":"ask\n"}`)
  expect(await get('/shell?shellCommand=echo%20no;exit%203')).toBe(String.raw`{"error":"exit status 3","output":"no\n"}`)
  expect(await lab.log('ask')).toContain(' GET /shell?cmd=hostname\n')
})

test('/redirect, and /header with the name of one', async () => {
  const { lab, get } = await openPair()
  const redirected = await lab.run('client', [
    'curl',
    '-si',
    `http://${lab.ip('ask')}:8080/redirect?location=/echo%3Fmsg=x&code=307`,
  ])
  expect(redirected.stdout).toMatch(/^HTTP\/1\.1 307 Temporary Redirect\r\n/u)
  expect(redirected.stdout).toMatch(/^location: \/echo\?msg=x\r$/imu)
  expect(redirected.stdout).toMatch(/\n<a href="\/echo\?msg=x">Temporary Redirect<\/a>\.\n\n$/u)
  expect(await get('/redirect?location=/&code=x')).toBe(String.raw`argument 'code' must be an integer or empty, got "x"` + '\n')
  expect(await get('/header?key=User-Agent')).toMatch(/^curl\//u)
})

test('/exit ends it with a code, at once or with its answer', async () => {
  const { lab, get } = await openPair()
  expect(await get('/exit?wait=soon')).toBe(`argument 'wait' must be a valid golang duration or empty, got "soon"\n`)
  const hungUp = await lab.run('client', ['curl', '-sS', `http://${lab.ip('ask')}:8080/exit?code=7`])
  expect(hungUp).toMatchObject({ stdout: '', stderr: 'curl: (52) Empty reply from server\n', code: 52 })
  await lab.cluster.settle()
  const pod = lab.cluster.store.get('pods', 'default', 'ask') as { status?: { containerStatuses?: unknown[] } } | undefined
  expect(pod?.status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 7, reason: 'Error' } },
  })
  const ended = await lab.run('client', ['curl', '-sS', '-w', '%{http_code}', `http://${lab.ip('web')}:8080/exit?timeout=1s`])
  expect(ended).toMatchObject({ stdout: '200', code: 0 })
})

test('of several endpoints, the one that answers a client has the request in its log', async () => {
  const names = ['a', 'b', 'c']
  const web = { image: 'nginx', command: ['sh', '-c', 'hostname > /usr/share/nginx/html/index.html; nginx -g "daemon off;"'] }
  const lab = await openLab(
    ...names.map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { role: 'web' } },
      spec: { containers: [{ name: 'c', ...web }] },
    })),
    service('web', { selector: { role: 'web' }, ports: [{ port: 80 }] }),
    tool('client'),
  )
  const answered: Record<string, number> = { a: 0, b: 0, c: 0 }
  for (let round = 0; round < 12; round++) {
    const name = (await lab.run('client', 'wget -qO- http://web')).stdout.trim()
    answered[name] = (answered[name] ?? 0) + 1
  }
  const logged = await Promise.all(
    names.map(async (name) => [name, (await lab.log(name)).split('"GET / HTTP/1.1"').length - 1] as const),
  )
  expect(Object.fromEntries(logged)).toEqual(answered)
  expect(Math.min(...Object.values(answered))).toBeGreaterThan(1)
})

test('what is uploaded is kept', async () => {
  const lab = await openLab(netexec('web'), tool('client', 'nicolaka/netshoot'))
  const url = `http://${lab.ip('web')}:8080/upload`
  const { stdout } = await lab.run('client', `echo content > /tmp/f; curl -s -w ' %{http_code}' -F file=@/tmp/f ${url}`)
  expect(stdout).toMatch(/^\{"output":"\/uploads\/upload\d+"\} 201$/u)
  expect((await lab.run('web', 'cat /uploads/upload*')).stdout).toBe('content\n')
  expect((await lab.run('client', `curl -s -w ' %{http_code}' -d a=b ${url}`)).stdout).toBe(
    '{"error":"Unable to upload file."} 200',
  )
  expect(await lab.log('web')).toContain("Unable to upload file: request Content-Type isn't multipart/form-data\n")
})

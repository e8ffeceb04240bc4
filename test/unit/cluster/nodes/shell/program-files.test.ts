/** Which programs a shell finds, and where. */
import { expect, test } from 'vitest'
import { openLab, tool } from '../support/lab.ts'

test('busybox has its programs in /bin, and no bash', async () => {
  const lab = await openLab(tool('box'))
  expect((await lab.run('box', 'which wget sh env; ls /usr/bin')).stdout).toBe('/bin/wget\n/bin/sh\n/usr/bin/env\nenv\n')
  expect(await lab.run('box', 'bash -c "echo hi"')).toMatchObject({ stdout: '', stderr: 'sh: bash: not found\n', code: 127 })
})

test.each(['jq', 'rg', 'sqlite3', 'yq'])('%s is not there where an image does not have it', async (name) => {
  const lab = await openLab(tool('box'), tool('web', 'nginx'))
  for (const pod of ['box', 'web']) expect(await lab.run(pod, `${name} . </dev/null`)).toMatchObject({ stdout: '', code: 127 })
})

test('bash is there where an image has it', async () => {
  const lab = await openLab(tool('web', 'nginx'), tool('tools', 'nicolaka/netshoot'))
  for (const pod of ['web', 'tools'])
    expect((await lab.run(pod, 'bash -c "echo hi"; which bash')).stdout).toMatch(/^hi\n\/.*\/bash\n$/u)
})

test("the shell's own commands are in no list, and work", async () => {
  const lab = await openLab(tool('box'))
  const script =
    'ls /bin /usr/bin | grep ^_; cd /bin; echo _*; (sleep 1; echo b) | while read x; do echo got $x; done; sleep 1 & wait; echo $?'
  expect((await lab.run('box', script)).stdout).toBe('_*\ngot b\n0\n')
})

test('serve_hostname answers with the name of its Pod', async () => {
  const lab = await openLab(tool('box'), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'names' },
    spec: { containers: [{ name: 'c', image: 'registry.k8s.io/serve_hostname' }] },
  })
  expect((await lab.run('box', `wget -qO- ${lab.ip('names')}:9376`)).stdout).toBe('names')
})

test.each([
  ['busybox', 'sh ping env', '/bin/sh\n/bin/ping\n/usr/bin/env\n'],
  ['alpine', 'sh wget ip env', '/bin/sh\n/usr/bin/wget\n/sbin/ip\n/usr/bin/env\n'],
  ['nginx', 'ls nginx curl', '/usr/bin/ls\n/usr/sbin/nginx\n/usr/bin/curl\n'],
  ['redis', 'redis-cli', '/usr/local/bin/redis-cli\n'],
])('%s has %s where the image has them', async (image, names, places) => {
  const lab = await openLab(tool('box', image))
  expect((await lab.run('box', `which ${names}`)).stdout).toBe(places)
  expect(await lab.run('box', 'which bush')).toMatchObject({ stdout: '', code: 1 })
})

test('what an image does not have is found in no way', async () => {
  const lab = await openLab(tool('box', 'alpine'))
  const script = 'command -v bash; type bash; which bash; command -v wget sh ip; type ip'
  expect((await lab.run('box', script)).stdout).toBe('bash: not found\n/usr/bin/wget\n/bin/sh\n/sbin/ip\nip is /sbin/ip\n')
})

test.each(['python3', 'node', 'jq', 'vim'])('of %s a shell says no more than that it is not there', async (name) => {
  const lab = await openLab(tool('box', 'alpine'), tool('web', 'nginx'))
  expect((await lab.run('box', `${name} -v`)).stderr).toBe(`sh: ${name}: not found\n`)
  expect((await lab.run('web', ['bash', '-c', `${name} -v`])).stderr).toBe(`bash: line 1: ${name}: command not found\n`)
})

test('a program runs by its path', async () => {
  const lab = await openLab(tool('box', 'alpine'), tool('web', 'nginx'))
  expect((await lab.run('box', '/sbin/ip route | head -1')).stdout).toMatch(/^default via /u)
  expect((await lab.run('box', ['/sbin/ip', 'route'])).stdout).toMatch(/^default via /u)
  expect((await lab.run('web', '/usr/sbin/nginx -v')).stderr).toBe('nginx version: nginx/1.29.3\n')
})

test("programs of Alpine are links to busybox, and lists have the shell's own files nowhere", async () => {
  const lab = await openLab(tool('box', 'alpine'), tool('web', 'nginx'))
  const { stdout } = await lab.run(
    'box',
    'ls -l /bin/ls /sbin/ip /usr/bin/wget; ls /bin /usr/bin | grep -xE "alias|help|ip|_.*"',
  )
  expect(stdout).toMatch(/^(lrwxrwxrwx {4}1 root {5}root {12}12 .* \/\S+ -> \/bin\/busybox\n){3}$/u)
  expect((await lab.run('box', 'ls -l /bin | grep " ls "; cd /bin; ls -l ls')).stdout).toMatch(
    /^(lrwx.* ls -> \/bin\/busybox\n){2}$/u,
  )
  expect((await lab.run('web', 'ls -l /bin/bash /usr/bin/env')).stdout).toMatch(/^(-rwxr-xr-x 1 root root \d{6} .*\n){2}$/u)
})

test('devices are none of the files', async () => {
  const lab = await openLab(tool('box', 'alpine'))
  expect((await lab.run('box', 'ls -l /dev/null /dev/stdout; ls -l /dev | grep zero')).stdout).toMatch(
    /^crw-rw-rw- {4}1 root {5}root {8}1, {3}3 .* \/dev\/null\nlrwx.* \/dev\/stdout -> \/proc\/self\/fd\/1\ncrw-rw-rw- .* 1, {3}5 .* zero\n$/u,
  )
})

test('what type does not find is told once', async () => {
  const lab = await openLab(tool('box'), tool('web', 'nginx'))
  for (const pod of ['box', 'web'])
    expect(await lab.run(pod, 'type bush')).toMatchObject({ stdout: 'bush: not found\n', stderr: '', code: 127 })
})

test("httpd's own questions end", async () => {
  const lab = await openLab(tool('web', 'httpd'))
  expect(await lab.run('web', 'which httpd; httpd -v | head -1; httpd -t')).toMatchObject({
    stdout: '/usr/local/apache2/bin/httpd\nServer version: Apache/2.4.65 (Unix)\n',
    stderr: 'Syntax OK\n',
    code: 0,
  })
})

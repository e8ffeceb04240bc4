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

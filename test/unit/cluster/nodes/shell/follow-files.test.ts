/** `tail -f`. */
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { openLab, pod, tool } from '../support/lab.ts'

const COUNT = 'i=0; while true; do echo "$i: one" >> /var/log/1.log; echo "$i two" >> /var/log/2.log; i=$((i+1)); sleep 1; done'
const LOGS = { volumeMounts: [{ name: 'logs', mountPath: '/var/log' }] }

const sidecar = (script: string): object =>
  pod(
    'counter',
    { image: 'busybox', args: ['/bin/sh', '-c', script], ...LOGS },
    {
      volumes: [{ name: 'logs', emptyDir: {} }],
      initContainers: [
        { name: 'count', image: 'busybox', restartPolicy: 'Always', args: ['/bin/sh', '-c', `sleep 2; ${COUNT}`], ...LOGS },
      ],
    },
  )

describe('a container', () => {
  test.each([['tail -f /dev/null'], ['echo begun; exec tail -f /dev/null'], ['tail -F /nope']])(
    '%s: goes on',
    async (script) => {
      const lab = await openLab(pod('idle', { image: 'busybox', command: ['sh', '-c', script] }))
      await lab.pass(5_000)
      const { status } = lab.cluster.store.get('pods', 'default', 'idle') as Pod
      expect(status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } })
      expect(await lab.log('idle')).not.toContain('invalid option')
    },
  )

  test('shows what another one writes, from a file that comes later', async () => {
    const lab = await openLab(sidecar('tail -n+1 -F /var/log/1.log'))
    await lab.pass(6_000)
    const log = await lab.log('counter')
    expect(log).toMatch(
      /^tail: can't open '\/var\/log\/1\.log': No such file or directory\ntail: \/var\/log\/1\.log has appeared; following end of new file\n0: one\n1: one\n2: one\n/u,
    )
  })

  test('as its whole command', async () => {
    const lab = await openLab(pod('box', { image: 'busybox', command: ['tail', '-n', '1', '-F', '/tmp/f'] }))
    await lab.run('box', 'printf "1\\n2\\n" > /tmp/f')
    await lab.pass(100)
    expect(await lab.log('box')).toMatch(/following end of new file\n1\n2\n$/u)
  })
})

describe('in a shell', () => {
  test.each<readonly [title: string, script: string, stdout: string]>([
    ['what comes', 'echo a > f; (sleep 1; echo b >> f)& timeout 3 tail -f f', 'a\nb\n'],
    ['the last line first', 'printf "1\\n2\\n" > f; (sleep 1; echo 3 >> f)& timeout 3 tail -fn1 f', '2\n3\n'],
    ['without what was there', 'echo a > f; (sleep 1; echo b >> f)& timeout 3 tail -n 0 -f f', 'b\n'],
    [
      'several files',
      'echo a > f; echo b > g; (sleep 1; echo c >> g; sleep 1; echo d >> f)& timeout 3 tail -f f g',
      '==> f <==\na\n\n==> g <==\nb\nc\n\n==> f <==\nd\n',
    ],
    ['a file that was emptied', 'echo long > f; (sleep 1; echo b > f)& timeout 3 tail -f f', 'long\nb\n'],
    ['into a pipe', 'echo a > f; (sleep 1; echo ab >> f)& timeout 3 tail -f f | grep b', 'ab\n'],
    ['into a file', 'echo a > f; (sleep 1; echo b >> f)& timeout 3 tail -f f > g; cat g', 'a\nb\n'],
    ['what is sent to it', 'printf "1\\n2\\n" | tail -f -n 1', '2\n'],
  ])('%s', async (_title, script, stdout) => {
    const lab = await openLab(tool('box'))
    expect(await lab.run('box', `cd /tmp; ${script}`)).toMatchObject({ stdout, stderr: expect.not.stringContaining('tail') })
  })

  test.each([
    ['busybox', "tail: can't open '/nope': No such file or directory\ntail: no files\n"],
    ['nginx', "tail: cannot open '/nope' for reading: No such file or directory\ntail: no files remaining\n"],
  ])('%s: a file that is missing is not waited for', async (image, stderr) => {
    const lab = await openLab(tool('box', image))
    expect(await lab.run('box', ['tail', '-f', '/nope'])).toMatchObject({ stdout: '', stderr, code: 1 })
    expect(await lab.run('box', 'tail --follow /nope')).toMatchObject({ stdout: '', stderr, code: 1 })
  })
})

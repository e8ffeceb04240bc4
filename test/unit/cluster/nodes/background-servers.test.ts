/** Servers that go into the background. */
import { expect, test } from 'vitest'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { openLab, pod, tool } from './support/lab.ts'

const PAGE = 'mkdir -p /www; echo hi > /www/index.html'

test('httpd of busybox without -f: what stands behind it runs, and it serves on', async () => {
  const script = `${PAGE}; httpd -p 80 -h /www; echo after; sleep 1000000`
  const lab = await openLab(pod('web', { image: 'busybox', command: ['sh', '-c', script] }), tool('box'))
  expect(await lab.log('web')).toBe('after\n')
  expect((await lab.run('box', ['wget', '-qO-', lab.ip('web')])).stdout).toBe('hi\n')
})

test('kubectl exec returns, and the server stays', async () => {
  const lab = await openLab(tool('web'), tool('box'))
  expect(await lab.run('web', `${PAGE}; httpd -p 8080 -h /www && echo after`)).toMatchObject({ stdout: 'after\n', code: 0 })
  await lab.pass(1_000)
  expect((await lab.run('box', ['wget', '-qO-', `${lab.ip('web')}:8080`])).stdout).toBe('hi\n')
})

test.each([
  [['httpd', '-p', '80'], 'Completed'],
  [['httpd', '-f', '-p', '80'], undefined],
  [['httpd', '-vf', '-p', '80'], undefined],
])('%j as the only command', async (command, reason) => {
  const lab = await openLab(pod('web', { image: 'busybox', command }, { restartPolicy: 'Never' }))
  const { status } = lab.cluster.store.get('pods', 'default', 'web') as Pod
  expect(status?.containerStatuses?.[0]?.state?.terminated?.reason).toBe(reason)
})

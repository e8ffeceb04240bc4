/** Programs that compute for ever, which nobody can compute to the end. */
import { expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { openLab, pod } from '../support/lab.ts'

test.each([
  ['a loop within a condition', 'echo begun; if true; then while true; do x=$((x+1)); done; fi'],
  ['a loop that prints', 'while true; do for i in 1 2 3; do echo $i; done; done'],
  ['loops within awk', "awk 'BEGIN { while (1) for (i = 0; i < 99999; i++); }'; echo over"],
  ['a function of awk that calls itself twice', "awk 'function f(n) { if (n) { f(n-1); f(n-1) } } BEGIN { f(60) }'; echo over"],
  ['a loop within sed', "echo x | sed ':a;s/x/xx/;ta'; echo over"],
  ['a function that pipes into itself', 'f() { f | f; }; f; echo over'],
  ['a function that starts itself twice', 'f() { f & f & wait; }; f; echo over'],
  ['a script that runs itself twice', 'echo "sh /x | sh /x" > /x; sh /x; echo over'],
  ['a loop in a function', 'f() { until false; do :; done; }; f; echo over'],
])(
  '%s: the container goes on',
  async (_title, script) => {
    const lab = await openLab(pod('busy', { image: 'busybox', command: ['sh', '-c', script] }))
    await lab.pass(10_000)
    const { status } = lab.cluster.store.get('pods', 'default', 'busy') as Pod
    expect(status?.phase).toBe('Running')
    expect(status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } })
    expect(await lab.log('busy')).not.toContain('over')
  },
  180_000,
)

test('a script of 20,000 rounds that ends is computed to its end', async () => {
  const script = 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo over $i'
  const lab = await openLab(pod('busy', { image: 'busybox', command: ['sh', '-c', script], restartPolicy: 'Never' }))
  await lab.pass(10_000)
  expect(await lab.log('busy')).toContain('over 20000')
}, 180_000)

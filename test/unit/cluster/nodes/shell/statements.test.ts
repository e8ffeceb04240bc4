/** Statements of one script: what they know of each other, and when their output appears. Held against busybox 1.35's ash. */
import { expect, test } from 'vitest'
import { openLab, pod, tool } from '../support/lab.ts'

const lab = await openLab(tool('box'))

test.each<readonly [string, string, number]>([
  ['', '', 0],
  ['false; echo $?', '1\n', 0],
  ['foo 2>/dev/null; echo $?', '127\n', 0],
  ['set -e; false; echo no', '', 1],
  ['set -o pipefail; false | true; echo $?', '1\n', 0],
  ['true | exit 5; echo $?', '5\n', 0],
  ['x=$(exit 4); echo $?', '4\n', 0],
  ['exec echo x; echo no', 'x\n', 0],
  ["trap 'echo bye' EXIT; echo hi", 'hi\nbye\n', 0],
  ['for i in 1 2; do (sleep $i; echo $i) & done; wait; echo end', '1\n2\nend\n', 0],
  ['sleep 9 & kill $!; wait $!; echo $?', '143\n', 0],
  ["echo 'it'\\''s' & wait", "it's\n", 0],
  ['echo "it\'s" & wait', "it's\n", 0],
  ['x=1; echo \'$x\' "a  b" & wait', '$x a  b\n', 0],
  ['echo "a \\"b\\" \\$c" & wait', 'a "b" $c\n', 0],
  ["f() { echo 'it'\\''s' \"$1\"; }; f 'a  b' & wait", "it's a  b\n", 0],
  ['sleep 9 & jobs', '[1]+  Running                    \n', 0],
  ['timeout 1 sleep 5; echo $?', '143\n', 0],
  ['timeout -s KILL 1 sleep 5; echo $?', '137\n', 0],
  ['n=3; while :; do n=$((n-1)); [ $n = 0 ] && break; echo $n; done', '2\n1\n', 0],
  ['echo a > /tmp/f; { echo b; echo c; } >> /tmp/f; cat /tmp/f', 'a\nb\nc\n', 0],
])('%s', async (script, stdout, code) => {
  expect(await lab.run('box', script)).toMatchObject({ stdout, code })
})

test.each([
  ['cat /nope', "cat: can't open '/nope': No such file or directory\n"],
  ['foo', 'sh: foo: not found\n'],
  ['cd /nope', "sh: cd: line 0: can't cd to /nope: No such file or directory\n"],
  ['set -x; x=1', '+ x=1\n'],
])('complaints of %s', async (script, stderr) => {
  expect((await lab.run('box', script)).stderr).toBe(stderr)
})

test('a loop prints while it runs', async () => {
  const script = 'if true; then for i in 1 2 3; do echo $i; sleep 60; done; fi'
  const running = await openLab(pod('loop', { image: 'busybox', command: ['sh', '-c', script] }))
  await running.pass(70_000)
  expect(await running.log('loop')).toMatch(/^1\n2\n/u)
  expect(await running.log('loop')).not.toContain('3')
})

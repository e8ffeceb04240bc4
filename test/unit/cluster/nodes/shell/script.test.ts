import { expect, test } from 'vitest'
import { parseScript } from '../../../../../src/cluster/nodes/shell/script.ts'

test.each<readonly [string, readonly string[]]>([
  ['', []],
  ['echo a', ['echo a']],
  ['echo a; echo b\necho c', ['echo a', 'echo b', 'echo c']],
  ['echo \'a;b\'; echo "c;d"', ["echo 'a;b'", 'echo "c;d"']],
  ['echo a\\;b', ['echo a\\;b']],
  ['(echo PING; sleep 1) | nc web 6379; echo done', ['(echo PING; sleep 1) | nc web 6379', 'echo done']],
  ['echo $(date; id); ls', ['echo $(date; id)', 'ls']],
  ['# nothing\necho a', ['echo a']],
  ['if true; then echo a; fi; echo b', ['if true; then echo a; fi; echo b']],
])('%s', (text, statements) => {
  expect(parseScript(text)).toEqual({ kind: 'statements', statements })
})

test('a loop that never ends runs what stands before it once', () => {
  expect(parseScript('echo start; while true; do echo a; sleep 1; done')).toEqual({
    kind: 'forever',
    before: ['echo start'],
    statements: ['echo a', 'sleep 1'],
  })
})

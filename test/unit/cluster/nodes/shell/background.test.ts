import { parse, serialize } from 'just-bash'
import { expect, test } from 'vitest'
import { startBackground } from '../../../../../src/cluster/nodes/shell/background.ts'

const shown = (text: string): string =>
  serialize(startBackground(parse(text), { parse, serialize }))
    .trim()
    .replaceAll('\n', '; ')

test.each<readonly [string, string]>([
  ['', ''],
  ['echo a', 'echo a'],
  ['nc -l -p 9000 & nc web 9000', "__background 'nc -l -p 9000'; nc web 9000"],
  ['true && sleep 9 & echo b', "__background 'true && sleep 9'; echo b"],
  ["echo 'a & b' 2>&1 && echo b", "echo 'a & b' 2>& 1 && echo b"],
  ['sleep 1 & wait $!', "__background 'sleep 1'; __wait $__last"],
  ['for i in 1 2; do (sleep $i) & done', "for i in 1 2; do; __background '(sleep $i)'; done"],
])('%s', (text, taken) => {
  expect(shown(text)).toBe(taken)
})

test('a process gets the functions that were defined beside it', () => {
  expect(shown('serve() { nc -l; }; serve &')).toContain("__background 'serve() { nc -l; }; serve'")
})

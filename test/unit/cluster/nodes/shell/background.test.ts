import { parse, serialize } from 'just-bash'
import { expect, test } from 'vitest'
import { splitBackground } from '../../../../../src/cluster/nodes/shell/background.ts'

const shown = (text: string): readonly string[] =>
  splitBackground(text, { parse, serialize }).map(
    (piece) => piece.text.trim().replaceAll('\n', '; ') + (piece.isBackground ? ' &' : ''),
  )

test.each<readonly [string, readonly string[]]>([
  ['', ['']],
  ['echo a', ['echo a']],
  ['nc -l -p 9000 & nc web 9000', ['nc -l -p 9000 &', 'nc web 9000']],
  ['sleep 9 &', ['sleep 9 &']],
  ['true && sleep 9 & echo b', ['true && sleep 9 &', 'echo b']],
  ['echo a 2>&1 && echo b', ['echo a 2>&1 && echo b']],
  ["echo 'a & b'", ["echo 'a & b'"]],
  [
    'serve() { nc -l; }; serve & wait; echo b',
    ['serve() { nc -l; }', 'serve() { nc -l; }; serve &', 'wait', 'serve() { nc -l; }; echo b'],
  ],
  ['nc -l & for i in 1 2; do echo $i; done', ['nc -l &', 'for i in 1 2; do; echo $i; done']],
  ['if & then', ['if & then']],
])('%s', (text, pieces) => {
  expect(shown(text)).toEqual(pieces)
})

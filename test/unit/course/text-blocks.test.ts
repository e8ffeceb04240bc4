import { expect, test } from 'vitest'
import { findTextBlocks } from '../../../src/course/text-blocks.ts'

const read = (text: string): unknown => findTextBlocks(text).map(({ kind, line, text: said }) => [kind, line, said])

test.each<[what: string, text: string, expected: unknown]>([
  ['nothing says nothing', '', []],
  ['the front matter is no text', '---\ntitle: One\n---\n\nTwo.\n', [['paragraph', 5, 'Two.']]],
  [
    'lines of a paragraph belong together',
    'One\ntwo.\n\nThree.\n',
    [
      ['paragraph', 1, 'One\ntwo.'],
      ['paragraph', 4, 'Three.'],
    ],
  ],
  [
    'items, each with the lines below it',
    '- one\n  and more\n- two\n1. three\n',
    [
      ['item', 1, '- one\n  and more'],
      ['item', 3, '- two'],
      ['item', 4, '1. three'],
    ],
  ],
  [
    'rows of a table',
    '| a |\n| - |\n',
    [
      ['row', 1, '| a |'],
      ['row', 2, '| - |'],
    ],
  ],
  [
    'a heading ends at its line',
    '## One {#one}\nTwo.\n',
    [
      ['heading', 1, '## One {#one}'],
      ['paragraph', 2, 'Two.'],
    ],
  ],
  [
    'a fenced block is no text, and divides what is around it',
    'One\n```yaml\n- a\n```\ntwo\n',
    [
      ['paragraph', 1, 'One'],
      ['paragraph', 5, 'two'],
    ],
  ],
  ['a longer fence holds a shorter one', '````md\n```\nx\n```\n````\none\n', [['paragraph', 6, 'one']]],
])('%s', (_what, text, expected) => expect(read(text)).toEqual(expected))

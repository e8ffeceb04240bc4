import { describe, expect, test } from 'vitest'
import { plain, renderProse } from '../../../../grader/reports/prose.ts'

describe('plain', () => {
  test.each([
    ['nothing', '', ''],
    ['code', 'the field `podSelector: {}` selects', 'the field podSelector: {} selects'],
    ['emphasis around code', 'make **one `Service`** for it', 'make one Service for it'],
    ['Korean particles', '**안으로**는 그대로, `web`은 *하나의* 항목', '안으로는 그대로, web은 하나의 항목'],
    ['stars that are no marks', '`*.example.com`, 2 * 3 * 4 and `a*b*c`', '*.example.com, 2 * 3 * 4 and a*b*c'],
    ['a link within the course', 'section [2-3](section:2-3) saves it', 'section 2-3 saves it'],
    ['a link to elsewhere', 'see [DNS](https://kubernetes.io/dns)', 'see DNS (https://kubernetes.io/dns)'],
    ['names with underscores', 'the variable NODE_PORT_ONE', 'the variable NODE_PORT_ONE'],
  ])('%s', (_, markdown, expected) => {
    expect(plain(markdown)).toBe(expected)
  })
})

describe('renderProse', () => {
  test.each([
    ['nothing', '', []],
    ['lines of a paragraph flow', 'One\ntwo.\n\n\nThree.', ['One two.', '', 'Three.']],
    ['a paragraph is broken', 'A sentence that is longer than one line.', ['A sentence that is longer', 'than one line.']],
    [
      'items hang behind their mark, and items below them further in',
      '1. Make a Pod that is named `web` here.\n   - `/` goes to the Service named web\n2. Two.',
      ['1. Make a Pod that is named', '   web here.', '   - / goes to the Service', '     named web', '2. Two.'],
    ],
    ['a hint continues in its line', '- one\n  more\n- two', ['- one more', '- two']],
    [
      'code stands as it is, without its fence',
      'Try:\n\n```console\n$ kubectl get pods --all-namespaces `x` **y**\n\n$ true\n```\nDone.',
      ['Try:', '', '    $ kubectl get pods --all-namespaces `x` **y**', '    ', '    $ true', 'Done.'],
    ],
    ['code that is not closed', '```\na', ['    a']],
    ['a table is aligned', '| a | b |\n| --- | --- |\n| `long one` | 2 |', ['a         b', 'long one  2']],
    ['a heading is its words', '### More\n\nText.', ['More', '', 'Text.']],
  ])('%s', (_, markdown, expected) => {
    expect(renderProse(markdown, 28)).toEqual(expected)
  })
})

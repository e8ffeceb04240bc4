import { expect, test } from 'vitest'
import { inlineOf, wordsOf } from '../../../src/course/inline.ts'

const text = (words: string) => ({ kind: 'text', text: words })
const code = (words: string) => ({ kind: 'code', text: words })

test.each([
  ['', []],
  ['plain', [text('plain')]],
  ['a `*` b', [text('a '), code('*'), text(' b')]],
  ['**the `port`**는', [{ kind: 'strong', of: [text('the '), code('port')] }, text('는')]],
  ['have *no* effect', [text('have '), { kind: 'em', of: [text('no')] }, text(' effect')]],
  ['주소*와* 포트', [text('주소'), { kind: 'em', of: [text('와')] }, text(' 포트')]],
  ['2 * 3 * 4', [text('2 * 3 * 4')]],
  ['`*.example.com` and `*.example.org`', [code('*.example.com'), text(' and '), code('*.example.org')]],
  ['<b>*x*</b>', [text('<b>'), { kind: 'em', of: [text('x')] }, text('</b>')]],
  ['an open ` and **', [text('an open ` and **')]],
])('%s', (words, expected) => {
  expect(inlineOf(words)).toEqual(expected)
})

test('words are left where nothing can be marked', () => {
  expect(wordsOf('`//` begins **no `YAML`** *comment*')).toBe('// begins no YAML comment')
})

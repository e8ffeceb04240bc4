import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import { expect, test } from 'vitest'
import { indentAfter, yamlLanguage } from '../../../../site/client/editor/yaml-language.ts'

const STYLES = tagHighlighter([
  { tag: tags.propertyName, class: 'key' },
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.string, tags.content], class: 'text' },
  { tag: [tags.number, tags.bool], class: 'value' },
])

/** What has a colour, as `key:name`. */
const coloursOf = (text: string): readonly string[] => {
  const found: string[] = []
  highlightTree(yamlLanguage.parser.parse(text), STYLES, (from, to, style) => found.push(`${style}:${text.slice(from, to)}`))
  return found
}

test.each([
  ['nothing', '', []],
  ['a field', 'kind: Pod', ['key:kind', 'text:Pod']],
  ['a comment after a value', 'port: 80 # web', ['key:port', 'value:80', 'comment:# web']],
  ['a hash within a word', 'a: b#c', ['key:a', 'text:b#c']],
  ['items', '- name: a\n- true\n- -1.5', ['key:name', 'text:a', 'value:true', 'value:-1.5']],
  ['quotes', "\"a\": 'it''s'", ['key:"a"', "text:'it''s'"]],
  ['braces', '{ a: 1, b: [x, null] }', ['key:a', 'value:1', 'key:b', 'text:x', 'value:null']],
  ['colons in values', 'image: nginx:1.27', ['key:image', 'text:nginx:1.27']],
  ['a text of several lines', 'a: |\n  b: 1\n\n  # c\nd: 1', ['key:a', 'text:  b: 1', 'text:  # c', 'key:d', 'value:1']],
  ['documents, anchors and tags', '---\na: &x !t b\nc: *x', ['key:a', 'text:b', 'key:c']],
  ['what is never closed', 'a: "b\nc: [1', ['key:a', 'text:"b', 'key:c', 'value:1']],
])('%s', (_, text, expected) => {
  expect(coloursOf(text)).toEqual(expected)
})

test.each([
  ['', 0],
  ['spec:', 2],
  ['spec: # what it is', 2],
  ['kind: Pod', 0],
  ['  ports:', 4],
  ['  - port: 80', 4],
  ['  - ports:', 6],
  ['- a', 0],
  ['  text: |', 4],
  ['- - x: 1', 4],
])('after %j the next line stands at %i', (line, column) => {
  expect(indentAfter(line, 2)).toBe(column)
})

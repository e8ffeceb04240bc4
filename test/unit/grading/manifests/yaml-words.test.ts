import { expect, test } from 'vitest'
import { yamlMessage } from '../../../../src/grading/manifests/yaml-words.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, index) => `b${index}: &b${index} [${Array.from({ length: 10 }, () => (index === 0 ? '*a' : `*b${index - 1}`)).join(',')}]`).join('\n')}\n`

test.each([
  ['yaml-tab', 'a:\n\tb: c\n'],
  ['yaml-indentation', 'a: b\n c: d\n'],
  ['yaml-unclosed', 'a: {b: c\n'],
  ['yaml-syntax', 'a: b\nc: *d\n'],
  ['yaml-slash-comment', 'kind: Pod\n// mine\nmetadata: {}\n'],
  ['yaml-alias-bomb', BOMB],
  ['yaml-alias-bomb', 'a: &a [*a]\n'],
  ['yaml-syntax', `a: ${'['.repeat(20_000)}\n`],
  ['manifest-no-object', '- a\n'],
  ['manifest-no-object', 'hello\n'],
  ['manifest-empty', '# nothing\n'],
  ['manifest-binary', 'a\0b'],
  ['manifest-too-large', 'a'.repeat(6 * 1024 * 1024)],
])('what the reader says of %s is told in Korean', (code, text) => {
  const { problems } = readManifests(text, 'file.yaml')
  const problem = problems.find((one) => one.code === code)
  expect(problem, JSON.stringify(problems)).toBeDefined()
  const message = problem?.message ?? ''
  expect(yamlMessage(message, 'en')).toBe(message)
  expect(yamlMessage(message, 'ko')).toMatch(/[가-힣].*\.$/u)
})

test('what the API server says stays as it is', () => {
  const message = 'unknown field "spec.prots"'
  expect(yamlMessage(message, 'ko')).toBe(message)
})

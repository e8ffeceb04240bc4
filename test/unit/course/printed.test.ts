import { expect, test } from 'vitest'
import { shows } from '../../../src/course/console.ts'

const printed = { all: 'b\na1\na2\n', stdout: 'a1\na2\n', stderr: 'b\n' }

test.each([
  ['a1\na2\nb', true],
  ['a1\nb\na2', true],
  ['b\na1\na2', true],
  ['b\na2\na1', false],
  ['a1\na2', false],
  ['a1\na2\nb\nb', false],
  ['a1\nb\na3', false],
])('%j shows what came on two streams: %s', (text, expected) => {
  expect(shows(text, printed)).toBe(expected)
})

test('lines that both streams have are told apart by what follows', () => {
  const both = { all: '', stdout: 'x\ny\n', stderr: 'x\nz\n' }
  expect(shows('x\nx\nz\ny', both)).toBe(true)
  expect(shows('x\nz\ny\nx', both)).toBe(false)
})

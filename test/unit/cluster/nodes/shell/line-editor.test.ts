import { describe, expect, test } from 'vitest'
import { LineEditor } from '../../../../../src/cluster/nodes/shell/line-editor.ts'

const UP = '\u001B[A'
const DOWN = '\u001B[B'
const LEFT = '\u001B[D'
const HOME = '\u001B[H'

interface Typed {
  readonly end: unknown
  readonly written: string
}

const type = (letters: string, history: string[] = [], columns = 80): Typed => {
  let written = ''
  const editor = new LineEditor({ write: (text) => (written += text), prompt: '$ ', columns }, history, () => [])
  let end: unknown
  for (const letter of letters) end = editor.accept(letter) ?? end
  return { end, written }
}

describe('the line that was edited', () => {
  test.each([
    ['ab\r', [], 'ab'],
    ['abc\u007F\u007Fd\r', [], 'ad'],
    ['\u007Fa\r', [], 'a'],
    [`ac${LEFT}b\r`, [], 'abc'],
    [`bc${HOME}a\r`, [], 'abc'],
    ['bc\u0001a\u0005d\r', [], 'abcd'],
    ['abc\u0002\u0002\u0004\r', [], 'ac'],
    [`abc${LEFT}\u001B[3~\r`, [], 'ab'],
    ['echo one two \u0017x\r', [], 'echo one x'],
    ['abc\u0015d\r', [], 'd'],
    [`abcd${LEFT}${LEFT}\u000B\r`, [], 'ab'],
    [`${UP}\r`, ['first', 'second'], 'second'],
    [`${UP}${UP}${UP}\r`, ['first', 'second'], 'first'],
    [`new${UP}${DOWN}er\r`, ['first'], 'newer'],
    ['\u0010!\r', ['first'], 'first!'],
    ['a\u001B[99;5Qb\r', [], 'ab'],
    ['ä€\u007F\r', [], 'ä'],
  ])('%j after %j', (letters, history, text) => {
    expect(type(letters, [...history]).end).toEqual({ kind: 'line', text })
  })

  test('is remembered once, and not where it is empty', () => {
    const history: string[] = []
    for (const letters of ['a\r', 'a\r', '\r', ' \r', 'b\r']) type(letters, history)
    expect(history).toEqual(['a', 'b'])
  })
})

describe('keys that end it', () => {
  test.each([
    ['\u0004', { kind: 'end' }, '$ '],
    ['ab\u0003', { kind: 'interrupted' }, '$ ab^C\r\n'],
  ])('%j', (letters, end, written) => {
    expect(type(letters)).toEqual({ end, written })
  })
})

describe('what the terminal is sent', () => {
  test.each([
    ['letters as they come', 'ab', '$ ab'],
    ['a letter taken back at the end', 'ab\u007F', '$ ab\b \b'],
    ['the line again where something inside has changed', `b${LEFT}a`, '$ b\r$ b\u001B[J\r\u001B[2C\r$ ab\u001B[J\r\u001B[3C'],
  ])('%s', (_, letters, written) => {
    expect(type(letters).written).toBe(written)
  })

  test('goes up to the row where a long line begins', () => {
    expect(type('12345678901\u0001', [], 10).written).toBe('$ 12345678901\u001B[1A\r$ 12345678901\u001B[J\u001B[1A\r\u001B[2C')
  })
})

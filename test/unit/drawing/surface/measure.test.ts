import { describe, expect, test } from 'vitest'
import { textWidth, wrapText } from '../../../../src/drawing/surface/measure.ts'

describe('widths', () => {
  test.each([
    ['nothing', '', 'm', 0],
    ['letters of machines are equally wide', 'iiii', 'm', textWidth('MMMM', 'm')],
    ['Hangul takes a square', '가나', 't', 26],
    ['Hangul takes a square in machine letters, too', '가나', 'm', 24],
  ] as const)('%s', (_, text, style, width) => {
    expect(textWidth(text, style)).toBe(width)
  })
})

describe('lines', () => {
  test.each([
    ['nothing', '', []],
    ['short', 'a b', ['a b']],
    ['at spaces', 'the packet goes on and on', ['the packet', 'goes on and on']],
    ['behind dots of a name', 'service.namespace.svc.cluster.local', ['service.', 'namespace.', 'svc.cluster.', 'local']],
    ['between letters where nothing else helps', 'a'.repeat(30), ['a'.repeat(13), 'a'.repeat(13), 'aaaa']],
  ])('%s', (_, text, expected) => {
    const lines = wrapText(text, 'n', 100)
    expect(lines.filter((line) => line !== '')).toEqual(expected)
    for (const line of lines) expect(textWidth(line, 'n')).toBeLessThanOrEqual(100)
  })
})

import { describe, expect, test } from 'vitest'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'

const mended = (text: string): readonly [string | undefined, number | undefined, string | undefined] => {
  const [problem] = readManifests(text, 'answer.yaml').problems
  return [problem?.code, problem?.position.line, problem?.mendings?.[0]]
}

describe('texts that YAML cannot read', () => {
  test.each([
    ['a tab', 'a:\n\tb: 1\n', ['yaml-tab', 2, 'a:\n  b: 1\n']],
    ['no colon', 'a:\n  b c\n  d: 1\n', ['yaml-syntax', 2, 'a:\n  b: c\n  d: 1\n']],
    ['no blank behind the colon', 'a:\n  b:c\n  d: 1\n', ['yaml-syntax', 2, 'a:\n  b: c\n  d: 1\n']],
    ['an open quote', 'a: "b\nc: 1\n', ['yaml-unclosed', 1, 'a: "b"\nc: 1\n']],
    ['an open bracket', 'a: [b, c\nd: 1\n', ['yaml-unclosed', 1, 'a: [b, c]\nd: 1\n']],
    ['one blank too many', 'a: 1\n b: 2\n', ['yaml-indentation', 2, 'a: 1\nb: 2\n']],
    ['a comment of another language', 'a: b // c\n// d\ne: 1\n', ['yaml-slash-comment', 1, 'a: b # c\n# d\ne: 1\n']],
  ] as const)('%s', (_, text, expected) => {
    expect(mended(text)).toEqual(expected)
  })

  test('nothing is changed in what can be read', () => {
    expect(mended('a: http://b/c\nd: "x // y"\n')).toEqual([undefined, undefined, undefined])
  })

  test('what no one change makes readable is only told', () => {
    expect(mended('a: [b\nc: "d\n  e: {f\n')[2]).toBeUndefined()
  })

  test('a very long text is told, not mended', () => {
    expect(mended(`a: "b\n${'c: 1\n'.repeat(20_000)}`)[2]).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { rememberByText } from '../../../src/network/remember.ts'

describe('rememberByText', () => {
  it('works out each text once, undefined as well', () => {
    const asked: string[] = []
    const lengthOf = rememberByText((text) => {
      asked.push(text)
      return text === '' ? undefined : text.length
    })
    expect(['', 'a', '', 'a', 'bc'].map(lengthOf)).toEqual([undefined, 1, undefined, 1, 2])
    expect(asked).toEqual(['', 'a', 'bc'])
  })

  it('keeps no more than it may', () => {
    let count = 0
    const next = rememberByText(() => ++count, 2)
    expect(['a', 'b', 'a', 'c', 'c', 'a'].map(next)).toEqual([1, 2, 1, 3, 3, 4])
  })
})

import { describe, expect, test } from 'vitest'
import { DRAWINGS, pictureOf, snapshotOf, textOfState } from './support/drawings.ts'
import { faultsOf } from './support/geometry.ts'

describe('the checker finds', () => {
  const svg = (body: string): string => `<svg width="200" height="100">${body}</svg>`
  test.each([
    ['nothing in an empty drawing', '', 0],
    ['nothing where text fits', '<rect class="c" x="0" y="0" width="100" height="40"/><text x="10" y="20">fits</text>', 0],
    [
      'text over the edge of its box',
      '<rect class="c" x="0" y="0" width="30" height="40"/><text x="10" y="20">does not fit</text>',
      1,
    ],
    ['text over text', '<text x="10" y="20">one text</text><text x="40" y="24">another</text>', 1],
    ['text outside', '<text x="150" y="20">a text that is too long</text>', 1],
    [
      'boxes over each other',
      '<rect class="c" x="0" y="0" width="50" height="40"/><rect class="c" x="30" y="10" width="50" height="20"/>',
      1,
    ],
    ['a line through text', '<path class="w" d="M0 18H200"/><text x="10" y="20">text</text>', 1],
    [
      'nothing where a box hides the line',
      '<path class="w" d="M0 18H190"/><rect class="k" x="5" y="2" width="80" height="30"/><text x="10" y="20">text</text>',
      0,
    ],
  ])('%s', (_, body, faults) => {
    expect(faultsOf(svg(body))).toHaveLength(faults)
  })
})

describe.each(Object.keys(DRAWINGS))('state %s: nothing lies over anything else', async (state) => {
  const snapshot = await snapshotOf(textOfState(state))
  test.each((DRAWINGS[state] ?? []).flatMap((yaml) => [[yaml, 'en'] as const, [yaml, 'ko'] as const]))(
    '%s (%s)',
    (yaml, language) => {
      expect(faultsOf(pictureOf(snapshot, yaml, language).svg)).toEqual([])
    },
  )
})

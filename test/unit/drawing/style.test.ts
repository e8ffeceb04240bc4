import { describe, expect, test } from 'vitest'
import { DARK, DARK_CONTRAST, DRAWING_STYLE, LIGHT, LIGHT_CONTRAST } from '../../../src/drawing/style.ts'
import { DRAWINGS, pictureOf, snapshotOf, textOfState } from './support/drawings.ts'

/** @see WCAG 2.2, relative luminance */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['paper', 'machine', 'pod', 'card', 'chosen', 'ended'] as const

describe.each([
  ['light', LIGHT, 4.5, 3],
  ['dark', DARK, 4.5, 3],
  ['light with more contrast', LIGHT_CONTRAST, 7, 4.5],
  ['dark with more contrast', DARK_CONTRAST, 7, 4.5],
])('%s theme', (_, theme, leastOfText, leastOfLines) => {
  test.each(SURFACES.flatMap((surface) => ['text', 'muted'].map((ink) => [ink, surface] as const)))(
    '%s on %s can be read',
    (ink, surface) => {
      expect(contrast(theme[ink] ?? '', theme[surface] ?? '')).toBeGreaterThanOrEqual(leastOfText)
    },
  )

  test.each(SURFACES.flatMap((surface) => ['line', 'way', 'reply', 'yes', 'no'].map((ink) => [ink, surface] as const)))(
    'lines of %s on %s can be seen',
    (ink, surface) => {
      expect(contrast(theme[ink] ?? '', theme[surface] ?? '')).toBeGreaterThanOrEqual(leastOfLines)
    },
  )
})

test('every class of a drawing has a rule, and no drawing has a colour or a style of its own', async () => {
  for (const [state, drawings] of Object.entries(DRAWINGS)) {
    const snapshot = await snapshotOf(textOfState(state))
    for (const yaml of drawings) {
      const { svg } = pictureOf(snapshot, yaml)
      expect(svg).not.toMatch(/style=|fill=|stroke=|#[0-9a-f]{3}/u)
      const classes = new Set([...svg.matchAll(/class="([^"]*)"/gu)].flatMap(([, names = '']) => names.split(' ')))
      for (const name of classes) expect(DRAWING_STYLE, name).toMatch(new RegExp(String.raw`\.${name}[ {,]|\.draw rect`, 'u'))
    }
  }
})

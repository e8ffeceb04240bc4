import { describe, expect, test } from 'vitest'
import { bars, intervals, scatter } from '../../../../grader/reports/plots.ts'

const TITLE = { title: 'Plot', x: 'x', y: 'y' }
const percent = (value: number): string => `${Math.round(value * 100)} %`

/** Where each text stands. */
const textsIn = (svg: string): ReadonlyMap<string, { readonly x: number; readonly y: number }> =>
  new Map(
    [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)</gu)].map(([, x, y, words = '']) => [
      words,
      { x: Number(x), y: Number(y) },
    ]),
  )

const lineStarts = (svg: string): readonly number[] =>
  [...svg.matchAll(/class="line" d="M([-\d.]+) /gu)].map(([, x]) => Number(x))

describe('plots', () => {
  test('of nothing are whole', () => {
    for (const svg of [bars(TITLE, []), scatter(TITLE, []), intervals(TITLE, [], percent)])
      expect(svg).not.toMatch(/NaN|Infinity|undefined/u)
  })

  test('names of points that lie on each other stand below each other', () => {
    const points = ['one', 'two', 'three'].map((name, index) => ({ name, x: 0.5 + index / 1000, y: 0.5 }))
    const texts = textsIn(scatter(TITLE, [...points, { name: 'far', x: 0, y: 0.5 }]))
    const heights = points.map(({ name }) => texts.get(name)?.y ?? Number.NaN).toSorted((a, b) => a - b)
    expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThanOrEqual(15)
    expect((heights[2] ?? 0) - (heights[1] ?? 0)).toBeGreaterThanOrEqual(15)
    expect(texts.get('far')?.y).toBe(heights[0])
  })

  test('intervals begin behind the longest name', () => {
    const rows = [
      { name: 'questions 2-1#node-port-at-the-cluster', at: 0, low: -1, high: 1 },
      { name: 'a', at: 0.5, low: 0.4, high: 0.6 },
    ]
    const [first] = lineStarts(intervals(TITLE, rows, percent))
    expect(first).toBeGreaterThan(68 + 38 * 7)
    const [short] = lineStarts(intervals(TITLE, [{ ...rows[0]!, name: 'a' }], percent))
    expect(short).toBeLessThan(120)
  })

  test('what cannot be less than 0 begins there', () => {
    const rows = [{ name: 'server', at: 3, low: 0, high: 4 }]
    const svg = intervals(TITLE, rows, (minutes) => minutes.toFixed(1), 'from zero')
    const [start] = lineStarts(svg)
    expect(textsIn(svg).get('0.0')?.x).toBe(start)
    expect([...textsIn(svg).keys()]).toEqual(expect.arrayContaining(['0.0', '2.0', '4.0']))
    expect(svg).toContain('server: 3.0 (0.0 … 4.0)')
  })
})

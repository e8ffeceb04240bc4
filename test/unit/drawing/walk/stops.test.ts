import { beforeAll, describe, expect, test } from 'vitest'
import type { Stop } from '../../../../src/drawing/drawing.ts'
import { alongWay, lengthOf, pieceOf } from '../../../../src/drawing/walk/polyline.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { DRAWINGS, pictureOf, snapshotOf, textOfState } from '../support/drawings.ts'

let shop: Snapshot

beforeAll(async () => {
  shop = await snapshotOf(textOfState('shop'))
})

const walks = (DRAWINGS['shop'] ?? []).filter((yaml) => yaml.startsWith('kind: walk'))

describe.each(walks)('%s', (yaml) => {
  let stops: readonly Stop[]
  let rows: readonly (readonly string[])[]
  beforeAll(() => {
    const picture = pictureOf(shop, yaml)
    stops = picture.stops ?? []
    ;({ rows } = picture.table)
  })

  test('every row of the table has its stop, in order', () => {
    expect(stops.map(({ row }) => row)).toEqual(rows.map((_, index) => index))
  })

  test('each begins where the one before ended, but for the answer, which begins anew', () => {
    for (const [index, { path, isReply }] of stops.entries()) {
      const before = stops[index - 1]
      if (before?.isReply !== isReply || before.path.length === 0) continue
      expect(path[0]).toEqual(before.path.at(-1))
    }
  })
})

test('numbered stations are where their numbers are drawn', () => {
  const { svg, stops = [], table } = pictureOf(shop, 'kind: walk\nfrom: pod/shop/web\nto: db.shop:6379')
  const drawn = new Map(
    [...svg.matchAll(/<text class="i" x="(\d+)" y="(\d+)">(\d+)</gu)].map(
      ([, x, y, number = '']) => [number, { x: Number(x), y: Number(y) - 4 }] as const,
    ),
  )
  const numbered = stops.filter(({ row }) => /^\d+$/u.test(table.rows[row]?.[0] ?? ''))
  expect(numbered.length).toBeGreaterThan(1)
  for (const { row, path } of numbered) expect(path.at(-1)).toEqual(drawn.get(table.rows[row]?.[0] ?? ''))
})

test('the answer comes back to who asked', () => {
  const { stops = [] } = pictureOf(shop, 'kind: walk\nfrom: pod/shop/client\nto: pod/shop/web:80\nreply: true')
  const [first, last] = [stops[0]?.path[0], stops.at(-1)?.path.at(-1)]
  expect(Math.abs((first?.x ?? 0) - (last?.x ?? 99))).toBeLessThan(10)
  expect(first?.y).toBe(last?.y)
})

describe('places on a line', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 20, y: 10 },
    { x: 20, y: 0 },
  ]

  test('its length', () => expect([lengthOf([]), lengthOf([{ x: 1, y: 1 }]), lengthOf(line)]).toEqual([0, 0, 40]))

  test('the nearest place is not before the last one', () => {
    expect(alongWay(line, { x: 1, y: 5 }, 0)).toBe(5)
    expect(alongWay(line, { x: 1, y: 5 }, 12)).toBe(12)
    expect(alongWay(line, { x: 30, y: 2 }, 0)).toBe(38)
  })

  test('a piece has the corners between its ends', () => {
    expect(pieceOf(line, 5, 32)).toEqual([
      { x: 0, y: 5 },
      { x: 0, y: 10 },
      { x: 20, y: 10 },
      { x: 20, y: 8 },
    ])
    expect(pieceOf(line, 7, 7)).toEqual([{ x: 0, y: 7 }])
  })
})

test.each(walks)('what moves of itself is over within five seconds: %s', (yaml) => {
  const { svg } = pictureOf(shop, yaml)
  const moving = [...svg.matchAll(/begin="([\d.]+)s;[^"]*" dur="([\d.]+)s"([^/]*)/gu)]
  for (const [, begin, duration, rest = ''] of moving) {
    expect(Number(begin) + Number(duration)).toBeLessThan(5)
    expect(rest).not.toContain('repeat')
  }
  expect(svg.match(/<animate/gu)?.length ?? 0).toBeLessThanOrEqual(moving.length)
})

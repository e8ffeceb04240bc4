import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Snapshot } from '../../../src/network/model.ts'
import { draw } from '../../../src/drawing/draw.ts'
import { attempt, DRAWINGS, pictureOf, read, snapshotOf, textOfState } from './support/drawings.ts'

const states = new Map<string, Snapshot>()

beforeAll(async () => {
  for (const name of Object.keys(DRAWINGS)) states.set(name, await snapshotOf(textOfState(name)))
})

const stateOf = (name: string): Snapshot => states.get(name)!

describe('what is not in the state is told with its place', () => {
  test.each([
    ['kind: pod\npod: shop/wbe', 'pod', 3, 'did you mean shop/web?'],
    ['kind: isolation\npod: shop/nobody-of-this-name', 'pod', 3, 'no Pod'],
    ['kind: ports\nservice: shop/dv', 'service', 3, 'did you mean shop/db?'],
    ['kind: proxy-modes\nservice: shop/db-headless', 'service', 3, 'without a cluster address'],
    ['kind: selectors\npolicies: [shop/and-one-peer, shop/x]', 'policies[1]', 3, 'no NetworkPolicy shop/x'],
    ['kind: path-match\ningress: shop/x\npaths: [/]', 'ingress', 3, 'no Ingress shop/x'],
    ['kind: records\nnamespace: shpo', 'namespace', 3, 'did you mean shop?'],
    ['kind: search-list\nfrom: pod/shop/x\nname: web', 'from', 3, 'no Pod shop/x'],
    ['kind: walk\nfrom: node/worker-3\nto: pod/shop/web:80', 'from', 3, 'no node worker-3'],
    ['kind: walk\nfrom: deployment/shop/x\nto: pod/shop/web:80', 'from', 3, 'no Deployment shop/x'],
    ['kind: walk\nfrom: outside\nto: service/shop/x:80', 'to', 4, 'no Service shop/x'],
    ['kind: walk\nfrom: outside\nto: pod/shop/x:80', 'to', 4, 'no Pod shop/x'],
    ['kind: walk\nfrom: outside\nto: node/x:80', 'to', 4, 'no node x'],
    ['kind: matrix\nnamespaces: [shop, x]', 'namespaces[1]', 3, 'no namespace x'],
  ])('%s', (yaml, path, line, message) => {
    const { picture, problems } = attempt(stateOf('shop'), yaml)
    expect(picture).toBeUndefined()
    expect(problems).toMatchObject([{ file: 'en.md', line, path }])
    expect(problems[0]?.message).toContain(message)
  })
})

describe.each(Object.keys(DRAWINGS))('each drawing of %s', (state) => {
  test.each(DRAWINGS[state] ?? [])('%s', (yaml) => {
    for (const language of ['en', 'ko'] as const) {
      const { svg, title, description, table } = pictureOf(stateOf(state), yaml, language)
      const [, id = ''] = /^<svg class="draw" id="([a-z0-9]+)"/u.exec(svg) ?? []
      expect(svg).toContain(`role="img" aria-labelledby="${id}-t ${id}-d"`)
      expect(svg).toContain(`<title id="${id}-t">`)
      expect(svg).toContain(`<desc id="${id}-d">`)
      expect(svg).not.toMatch(/undefined|NaN|\(으\)로|이\(가\)|은\(는\)/u)
      expect(title).not.toBe('')
      expect(description).not.toBe('')
      expect(table.rows.length).toBeGreaterThan(0)
      for (const row of table.rows) expect(row).toHaveLength(table.head.length)
      expect(gzipSync(svg).length).toBeLessThanOrEqual(3 * 1024)
    }
  })
})

test('with its answer, the same walk is another drawing and has another id', () => {
  const idOf = (yaml: string): string | undefined => / id="([^"]*)"/u.exec(pictureOf(stateOf('shop'), yaml).svg)?.[1]
  const yaml = 'kind: walk\nfrom: pod/shop/client\nto: pod/shop/web:80'
  expect(idOf(`${yaml}\nreply: true`)).not.toBe(idOf(yaml))
})

test('ids differ between languages, and a given one is taken', () => {
  const yaml = 'kind: pod\npod: shop/web'
  const idOf = (svg: string | undefined): string => / id="([^"]*)"/u.exec(svg ?? '')?.[1] ?? ''
  const [en, ko] = (['en', 'ko'] as const).map((language) => idOf(pictureOf(stateOf('shop'), yaml, language).svg))
  expect(en).not.toBe(ko)
  const { picture } = draw(read(yaml), stateOf('shop'), { language: 'en', id: 'fig-1' })
  expect(idOf(picture?.svg)).toBe('fig-1')
})

test('all drawings of a state take less than 20 ms each, when the program is warm', () => {
  const snapshot = stateOf('shop')
  for (const yaml of DRAWINGS['shop'] ?? []) {
    const times = [1, 2, 3, 4, 5].map(() => {
      const start = performance.now()
      pictureOf(snapshot, yaml)
      return performance.now() - start
    })
    expect(Math.min(...times), yaml).toBeLessThan(20)
  }
})

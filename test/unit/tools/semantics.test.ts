import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codesOfCase, codesOfHops, codesOfTests, findHops, findTests, readCatalogue } from '../../../src/node/semantics.ts'
import { renderPage } from '../../../tools/semantics.ts'

const root = join(import.meta.dirname, '../../..')
const catalogue = readCatalogue(root)
const lines = catalogue.areas.flatMap((area) => area.lines)
const codes = lines.map(({ code }) => code)
const [tests, hops] = [findTests(root), findHops(root)]

/** Lines whose tests are still on their way. */
const AWAITING: readonly string[] = []

describe('the catalogue of what the network model has to get right', () => {
  test('every line is there once, in both languages, with sources that are listed', () => {
    const numbered = (letter: string, count: number): readonly string[] =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
    const wanted = [
      ...numbered('V', 5),
      ...numbered('P', 14),
      ...numbered('S', 31),
      ...numbered('K', 16),
      ...['K-nft', 'K-ipvs', 'K-user'],
      ...numbered('N', 35),
      ...numbered('I', 22),
      ...numbered('D', 30),
    ]
    expect(codes).toEqual(wanted)
    for (const { code, en, ko, sources, marks } of lines) {
      expect(en, code).toMatch(/^\S.*\.$/)
      expect(ko, code).toMatch(/[가-힣].*\.$/)
      expect(sources.length, code).toBeGreaterThan(0)
      for (const source of sources) expect(catalogue.sources, code).toHaveProperty(source)
      for (const mark of marks) expect(['pitfall', 'implementation'], code).toContain(mark)
    }
  })

  test('no two lines say the same, and no source is listed for nothing', () => {
    expect(new Set(lines.map(({ en }) => en)).size).toBe(lines.length)
    expect(new Set(lines.map(({ ko }) => ko)).size).toBe(lines.length)
    expect(new Set(lines.flatMap(({ sources }) => sources))).toEqual(new Set(Object.keys(catalogue.sources)))
  })

  test('every line has a test that names it', () => {
    expect(codes.filter((code) => !tests.has(code) && !AWAITING.includes(code))).toEqual([])
  })

  test('tests and hops name lines that exist', () => {
    const unknown = [...tests, ...hops].filter(([code]) => !codes.includes(code))
    expect(unknown).toEqual([])
  })

  test('docs/semantics.md is what npm run generate writes', () => {
    expect(readFileSync(join(root, 'docs/semantics.md'), 'utf8')).toBe(renderPage({ catalogue, tests, hops }))
  })
})

describe('who names a line', () => {
  test.each([
    ['', []],
    ['# a case without lines\n', []],
    ['# N1 a case\n# N2 a comment\n', ['N1']],
    ['# S2 K-nft, V3 a case\n', ['S2', 'K-nft', 'V3']],
    ['# IPv6 and K8s\n', []],
  ])('the title of a case: %j', (text, wanted) => {
    expect(codesOfCase(text)).toEqual(wanted)
  })

  test.each([
    ["test('N" + "1: a policy', f)", ['N1']],
    ["it('N" + "1 N2 a policy', f)", ['N1', 'N2']],
    ["['K" + "-nft: a row', 1]", ['K-nft']],
    ["expect(semantics).toEqual(['N1'])", []],
    ["test('about N1: a policy', f)", []],
    ["test('S" + "3', f)", []],
  ])('titles of unit tests: %s', (text, wanted) => {
    expect(codesOfTests(text)).toEqual(wanted)
  })

  test('hops', () => {
    expect(codesOfHops("semantics: isLost ? ['D17', 'K-ipvs'] : [] // 'N1 is no code', N2")).toEqual(['D17', 'K-ipvs'])
  })
})

// What the page says of two policies is what `grade compare` says of them.
import { describe, expect, test } from 'vitest'
import { pairsIn } from '../../../../site/build/pages/policy-pairs.ts'
import { showComparison } from '../../../../site/client/engine/compare.ts'
import type { ComparisonShown } from '../../../../site/client/engine/messages.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import { LANGUAGES } from '../../../../site/build/words.ts'
import { runGrade, writeManifest } from '../../grader/support/run-grade.ts'

const files = (pair: readonly [string, string]) => {
  const [a, b] = pair.map((text, index) => ({ path: writeManifest(`${'AB'[index] ?? ''}.yaml`, text), text }))
  if (a === undefined || b === undefined) throw new Error('two sides')
  return [a, b] as const
}

const shown = async (pair: readonly [string, string], language: 'en' | 'ko'): Promise<ComparisonShown> => {
  const sides = files(pair)
  const found = await showComparison(sides, await Promise.all(sides.map((side) => readCluster([side]))), language)
  if (found === undefined) throw new Error('one side cannot be read')
  return found
}

/** Without the indentation and the line breaks of the terminal. */
const flat = (text: string): string => text.replace(/\s+/gu, ' ')

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(Object.entries(pairsIn(language)))('%s', async (_, pair) => {
    const [page, paths] = [await shown(pair, language), files(pair).map(({ path }) => path)]
    const { out } = await runGrade('compare', ...paths, '--lang', language)
    const { out: json } = await runGrade('compare', ...paths, '--format', 'json')
    expect((JSON.parse(json) as { outcome: string }).outcome).toBe(page.standing)
    const terminal = flat(out)
    expect(terminal).toContain(flat(page.verdict))
    for (const note of page.notes.flat()) expect(terminal).toContain(flat(note).trim())
    for (const count of page.counts) expect(terminal).toContain(count)
    expect(out.split(page.examples[0]?.tryIt ?? 'no example').length - 1).toBe(page.examples.length)
    for (const { title, flow, yaml, probe, walks } of page.examples) {
      expect(terminal).toContain(flat(`${title} ${flow}`))
      expect(terminal).toContain(flat(`${yaml} ${probe}`))
      // The page shows the whole walk; the terminal those steps of it that policies decide.
      const places = walks.flatMap(({ rows }) => rows.flatMap(({ where }) => where))
      expect(places.length).toBeGreaterThan(0)
      for (const place of places) expect(terminal).toContain(place)
    }
  })
})

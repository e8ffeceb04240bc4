/** Held against what the Go packages themselves print (vectors.json, times.json). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashTemplate } from '../../../../src/cluster/controllers/workloads/template-hash.ts'
import type { PodSpec, PodTemplateSpec } from '../../../../src/kubernetes/generated/types.ts'
import { readTime } from '../../../../src/kubernetes/go/time.ts'
import { internalPodSpec } from '../../../../src/kubernetes/go/internal-json.ts'
import { printForHash } from '../../../../src/kubernetes/go/print-for-hash.ts'
import { unifiedDiff } from '../../../../src/kubernetes/go/unified-diff.ts'

interface Vectors {
  readonly hashes: readonly { readonly name: string; readonly template: PodTemplateSpec; readonly hash: string }[]
  readonly differences: readonly {
    readonly name: string
    readonly before: PodSpec
    readonly after: PodSpec
    readonly diff: string
  }[]
}
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as Vectors

describe('hashes of templates', () => {
  test.each(vectors.hashes)('$name: $hash', ({ template, hash }) => {
    expect(hashTemplate(template), printForHash('v1.PodTemplateSpec', template)).toBe(hash)
  })

  test('what is empty counts as absent, and the order of fields as nothing', () => {
    expect(hashTemplate({ spec: { containers: [], volumes: [] }, metadata: { labels: {} } })).toBe(
      hashTemplate({ metadata: {}, spec: { containers: [] } }),
    )
  })
})

describe('differences of specifications', () => {
  test.each(vectors.differences)('$name', ({ before, after, diff }) => {
    expect(unifiedDiff(internalPodSpec(before), internalPodSpec(after))).toBe(diff)
  })

  test.each([
    [[], [], ''],
    [['a'], ['a'], ''],
    [[], ['a'], '@@ -0,0 +1 @@\n+a\n'],
    [['a', 'b'], ['a'], '@@ -1,2 +1 @@\n a\n-b\n'],
    [['a', 'b', 'c'], ['a', 'x', 'c'], '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
  ])('%j and %j', (a, b, expected) => {
    expect(unifiedDiff(a, b)).toBe(expected)
  })

  test('changes far from each other are shown apart', () => {
    const lines = Array.from({ length: 20 }, (_, index) => String(index))
    const changed = lines.map((line) => (line === '2' || line === '15' ? `${line}!` : line))
    expect(unifiedDiff(lines, changed).match(/^@@.*$/gmu)).toEqual(['@@ -1,6 +1,6 @@', '@@ -13,7 +13,7 @@'])
  })
})

describe('times', () => {
  /** `text` as metav1.Time and metav1.MicroTime read and write it: JSON, or the problem. */
  interface Reading {
    readonly text: string
    readonly time: string
    readonly microtime: string
  }
  const readings = JSON.parse(readFileSync(join(import.meta.dirname, 'times.json'), 'utf8')) as readonly Reading[]

  test.each(readings)('"$text"', ({ text, ...forms }) => {
    for (const form of ['time', 'microtime'] as const) {
      const read = readTime(form, text)
      expect('value' in read ? JSON.stringify(read.value) : read.problem).toBe(forms[form])
    }
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MATRIX_FORMATS, inChunks } from '../../../../../grader/reports/matrix/formats.ts'
import { labelOf, rangesOf } from '../../../../../grader/reports/matrix/labels.ts'
import { createReport } from '../../../../../grader/reports/matrix/units.ts'
import { workloadNames } from '../../../../../src/grading/ends/workloads.ts'
import { displayWidth } from '../../../../../grader/terminal/display-width.ts'
import { readCluster } from '../../../../../src/grading/manifests/read-cluster.ts'
import { connectOnPorts, verdictAt, type Matrix } from '../../../../../src/network/matrix.ts'
import type { Verdict } from '../../../../../src/network/model.ts'
import { makeInput } from '../../../../bench/inputs.ts'

/** Matrices as of groups of one or two Pods. Verdicts depend on few classes of groups, so that some groups are equal. */
const matrices = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 6 }),
    classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
    ports: fc.array(fc.array(fc.constantFrom<Verdict>('connected', 'refused', 'timed-out'), { minLength: 9, maxLength: 9 }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ sizes, classes, ports }): readonly Matrix[] => {
    const groups = sizes.flatMap((size, group) => Array.from({ length: size }, () => group))
    const pods = groups.map((_, index) => ({ namespace: 'ns', name: `p${index}` }))
    const classOf = (group: number): number => classes[group] ?? 0
    return ports.map((verdicts, index) => {
      const at = (from: number, to: number): Verdict => verdicts[classOf(from) * 3 + classOf(to)] ?? 'refused'
      const between = sizes.map((_, from) => sizes.map((__, to) => at(from, to)))
      return { question: { port: index + 1 }, pods, groups, between, itself: sizes.map((_, group) => at(group, group)) }
    })
  })

test('a row for several Pods says of each what the matrix says', () => {
  let merged = 0
  fc.assert(
    fc.property(matrices, (made) => {
      const { units, answers } = createReport(made, { workloads: new Map(), isExpanded: false })
      const unitOf = new Map(units.flatMap(({ pods }, unit) => pods.map(({ name }) => [name, unit] as const)))
      merged += units.some(({ pods }) => pods.length > 2) ? 1 : 0
      for (const matrix of made) {
        const own = answers.find(({ ports }) => ports.includes(`TCP ${matrix.question.port}`))
        for (const [row, from] of matrix.pods.entries())
          for (const [column, to] of matrix.pods.entries()) {
            if (row === column) continue
            const shown = own?.verdicts[unitOf.get(from.name) ?? -1]?.[unitOf.get(to.name) ?? -1]
            expect(shown).toBe(verdictAt(matrix, row, column))
          }
      }
    }),
    { seed: 7, numRuns: 1000 },
  )
  expect(merged).toBeGreaterThan(0)
})

test('Pods of one workload that get different answers have rows of different names', () => {
  const pods = ['web-1', 'web-2', 'db-1', 'db-2'].map((name) => ({ namespace: 'ns', name }))
  const between: Matrix['between'] = [
    ['connected', 'refused', 'refused'],
    ['refused', 'connected', 'connected'],
    ['refused', 'connected', 'refused'],
  ]
  const itself: Matrix['itself'] = ['connected', 'connected', 'refused']
  const matrix: Matrix = { question: { port: 80 }, pods, groups: [0, 1, 2, 2], between, itself }
  const workloads = new Map(pods.map(({ name }) => [`ns/${name}`, `ns/${name.slice(0, -2)}`]))
  const namesOf = (isExpanded: boolean) => createReport([matrix], { workloads, isExpanded }).units.map(({ names }) => names)
  expect(namesOf(false)).toEqual([['ns/web-1'], ['ns/web-2'], ['ns/db']])
  expect(namesOf(true)).toEqual([['ns/web-1'], ['ns/web-2'], ['ns/db-1'], ['ns/db-2']])
})

test('expanded, every Pod has a row', () => {
  fc.assert(
    fc.property(matrices, (made) => {
      expect(createReport(made, { workloads: new Map(), isExpanded: true }).units).toHaveLength(made[0]?.pods.length ?? 0)
    }),
  )
})

test('numbers are put together to ranges', () => {
  expect([[], [1], [1, 2], [1, 2, 3, 5, 7, 8, 9, 10]].map(rangesOf)).toEqual(['', '1', '1, 2', '1–3, 5, 7–10'])
})

test('names that do not fit are counted, in columns of the terminal', () => {
  const pods = Array.from({ length: 4 }, (_, index) => ({ namespace: 'n', name: String(index) }))
  const unit = { names: ['n/가나다', 'n/b', 'n/c', 'n/d'], pods }
  expect(labelOf(unit, 40)).toBe('n/가나다, n/b, n/c, n/d')
  expect(labelOf(unit, 18)).toBe('n/가나다, n/b +2')
  expect(displayWidth(labelOf(unit, 18))).toBeLessThanOrEqual(18)
  expect(labelOf({ names: ['n/web'], pods }, 40)).toBe('n/web ×4')
})

test('a large input stays within the width, and each format tells of all Pods', async () => {
  const input = makeInput({ deployments: 60, policies: 30, namespaces: 4 })
  const files = Object.entries(input).map(([path, text]) => ({ path, text }))
  const { snapshot } = await readCluster(files)
  if (snapshot === undefined) throw new Error('not read')
  const made = connectOnPorts(snapshot, { ports: [{ port: 80 }, { port: 443 }], namespaces: ['ns-0', 'ns-1', 'ns-2', 'ns-3'] })
  const report = createReport(made, { workloads: workloadNames(snapshot), isExpanded: false })
  expect(report.units.flatMap(({ pods }) => pods)).toHaveLength(60)
  expect(report.units.flatMap(({ names }) => names)).toEqual(expect.arrayContaining(['ns-0/app-0', 'ns-1/app-1']))
  for (const language of ['en', 'ko'] as const) {
    const options = { style: { color: false, width: 80 }, language, warnings: [] }
    const text = [...inChunks(MATRIX_FORMATS['text']?.(report, options) ?? [])].join('')
    expect(
      Math.max(
        ...text
          .split('\n')
          .filter((line) => /^ *\d|^ {8}/u.test(line))
          .map(displayWidth),
      ),
    ).toBeLessThanOrEqual(80)
    for (const format of ['markdown', 'dot', 'svg']) {
      const shown = [...inChunks(MATRIX_FORMATS[format]?.(report, options) ?? [])].join('')
      expect(shown).toContain('app-0')
    }
  }
  const json = [
    ...inChunks(MATRIX_FORMATS['json']?.(report, { style: { color: false, width: 80 }, language: 'en', warnings: [] }) ?? []),
  ]
  expect(json.every((chunk) => chunk.length < 200_000)).toBe(true)
  expect(JSON.parse(json.join(''))).toEqual({
    units: report.units,
    answers: report.answers.map(({ ports, verdicts }) => ({
      ports: ports.map((port) => ({ protocol: port.split(' ')[0], port: Number(port.split(' ')[1]) })),
      verdicts,
    })),
  })
})

/** Item analysis of a class as CSV: the whole, each task, and each check. What means nothing is empty. */
import { Problem } from '../../terminal/problem.ts'
import { createSeededRandom } from '../../../src/cluster/virtual.ts'
import { analyseItems, type Item, type ScoreTable, type TestFigures } from '../../../src/course/analysis/items.ts'
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { toCsvRow } from '../csv.ts'
import { byLearner, type Book, type ResultFormat } from './book.ts'

const HEAD = [
  'item',
  'learners',
  'max',
  'facility',
  'low95',
  'high95',
  'item_rest_r',
  'discrimination_27',
  'alpha_without',
  'alpha',
  'mean',
  'sd',
  'sem',
]

/** Always the same intervals of the same results. */
const draws = (): ((limit: number) => number) => {
  const random = createSeededRandom(1)
  return (limit) => random.below(limit)
}

function* write({ results }: Book): Generator<string> {
  yield toCsvRow(HEAD)
  for (const partsOf of [taskItems, checkItems]) {
    const figures = analyseItems(tableOf(results, partsOf), draws())
    if (figures !== undefined) yield* rowsOf(figures, partsOf === taskItems ? 'tasks' : 'checks')
  }
}

type Scored = Item & { readonly score: number }

const taskItems = ({ task, max, score }: Result): readonly Scored[] => [{ id: nameOfTask(task), max, score }]

const checkItems = ({ task, checks }: Result): readonly Scored[] =>
  checks.map(({ id, max, points }) => ({ id: `${nameOfTask(task)} ${id}`, max, score: points }))

/** Learners whose results are all scored; a mistake of ours is no score. Fails with `report-items-differ`, as for an exam. */
const tableOf = (results: Iterable<Result>, partsOf: (result: Result) => readonly Scored[]): ScoreTable => {
  let items: readonly Item[] = []
  const rows: (readonly number[])[] = []
  for (const own of byLearner(results)) {
    if (own.some(({ status }) => status === 'error')) continue
    const parts = own.flatMap(partsOf)
    if (items.length === 0) items = parts.map(({ id, max }) => ({ id, max }))
    if (parts.length !== items.length || parts.some(({ id }, index) => id !== items[index]?.id))
      throw new Problem('report-items-differ')
    rows.push(parts.map(({ score }) => score))
  }
  return { items, rows }
}

const round = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toFixed(4))))

function* rowsOf({ learners, items, ...test }: TestFigures, name: string): Generator<string> {
  const max = items.reduce((sum, item) => sum + item.max, 0)
  const { alpha, deviation, measurementError } = test
  const own = [alpha, test.mean, deviation, measurementError].map(round)
  yield toCsvRow([name, learners, max, round(test.mean / Math.max(1, max)), '', '', '', '', '', ...own])
  for (const { id, max: of, facility, interval, itemRest, discrimination, alphaWithout } of items) {
    const figures = [facility, interval?.low, interval?.high, itemRest, discrimination, alphaWithout].map(round)
    yield toCsvRow([id, learners, of, ...figures, '', '', '', ''])
  }
}

export const items: ResultFormat = { about: 'list', write }
